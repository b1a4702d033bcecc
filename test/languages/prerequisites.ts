import { spawnSync } from 'child_process';
import { Language } from './language';
import { whyNoVirtualEnvironment } from '../aws-api/virtual-environment';

/** What the generated package of jsii-pacmak asks for. */
const NEEDED_PYTHON = [3, 10] as const;

/** What the generated modules say in go.mod. */
const NEEDED_GO = '1.25';

/** What the example's pom.xml compiles for. */
const NEEDED_JAVA = '11';

/** What the generated pom.xml asks for. */
const NEEDED_MAVEN = '3.6';

/** Why the tests of a language cannot run on this machine; undefined if they can. */
export type Missing = { readonly [language in Language['name'] | 'dotnet']: string | undefined };

export function missing(): Missing {
  return { python: whyNoVirtualEnvironment(NEEDED_PYTHON), go: whyNoGo(), java: whyNoJava(), dotnet: whyNoDotnet() };
}

/**
 * Why none of these tests can run on this machine: all that is missing.
 *
 * @returns undefined if some can; the code for .NET is always generated, and does not count
 */
export function whyNotHere({ python, go, java }: Missing = missing()): string | undefined {
  if (process.platform === 'win32') {
    return 'needs Linux or macOS, this is Windows: run it there, or in the Windows Subsystem for Linux';
  }
  return python && go && java ? [python, go, java].join('; ') : undefined;
}

/** A line for each language that is left out of this run. */
export function leftOut({ dotnet, ...tested }: Missing = missing()): string[] {
  return [
    ...Object.entries(tested).flatMap(([language, reason]) => reason ? [`${language} is skipped: ${reason}`] : []),
    ...dotnet ? [`.NET is not packaged, only its code is generated: ${dotnet}`] : [],
  ];
}

function whyNoGo(): string | undefined {
  return whyNoTool('Go', 'go', ['version'], NEEDED_GO, `install Go ${NEEDED_GO} or later from https://go.dev/dl`);
}

function whyNoJava(): string | undefined {
  const jdk = `install a JDK ${NEEDED_JAVA} or later, for example from https://adoptium.net`;
  const maven = `install Maven ${NEEDED_MAVEN} or later from https://maven.apache.org/download.cgi`;
  // The compiler, which a mere runtime has not.
  const reasons = [whyNoTool('a JDK', 'javac', ['-version'], NEEDED_JAVA, jdk), whyNoTool('Maven', 'mvn', ['--version'], NEEDED_MAVEN, maven)]
    .filter(reason => reason !== undefined);
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

function whyNoDotnet(): string | undefined {
  return whyNoTool('the .NET SDK', 'dotnet', ['--version'], '8', 'install it from https://dot.net/download');
}

/** @returns undefined if the tool says that it has the version, or none: development versions have no number */
function whyNoTool(name: string, command: string, args: readonly string[], needed: string, remedy: string): string | undefined {
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return `needs ${name}, which is not installed: ${remedy}`;
  }
  const found = /\d+\.\d+(?:\.\d+)*/.exec(stdout + stderr)?.[0];
  return found && found.localeCompare(needed, 'en', { numeric: true }) < 0 ? `needs ${name} ${needed}, found ${found}: ${remedy}` : undefined;
}
