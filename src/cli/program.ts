import { Command, CommanderError } from 'commander';
import { addCertsApply } from './certs-apply';
import { addCertsInit } from './certs-init';
import { addCertsIssue } from './certs-issue';
import { addCertsRenew } from './certs-renew';
import { addCertsShow } from './certs-show';
import { addCertsVerify } from './certs-verify';
import { errorText } from './error-text';
import { ExitCode } from './exit-code';
import { addInit } from './init/command';
import { packageVersion } from './package-version';
import { addRemoteSecret } from './remote-secret/group';
import { Session } from './session';
import { printError, Terminal } from './terminal';

/**
 * Runs the program.
 *
 * @param args the arguments after the program's name
 * @returns the exit code; errors are printed, never thrown
 */
export async function run(args: readonly string[], terminal: Terminal, now: Date): Promise<ExitCode> {
  const session = new Session(terminal, now);
  const program = new Command('istio-privatelink')
    .description('An Istio mesh over AWS PrivateLink: starts a project, and keeps the keys and secrets that must not be in a template or a bundle.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .configureOutput({
      writeOut: text => terminal.stdout.write(text),
      writeErr: text => terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
      getErrHelpWidth: () => terminal.stderr.columns ?? 100,
      // The value of an option that does not exist may be a passphrase.
      outputError: text => printError(terminal, text.replace(/^error: /, '').replace(/^(unknown option '[^=']+)=.*'/s, '$1\'')),
    })
    .exitOverride()
    .addHelpText('after', `
Exit codes: 0 all is well, 1 something was found to be wrong, 2 the command could not run.

Example:
  $ istio-privatelink certs init && istio-privatelink certs issue`);

  addInit(program, session);
  const certs = program.command('certs')
    .summary('the root of trust, and the clusters\' intermediates')
    .description('Makes, shows, checks, renews and applies the root of trust and the clusters\' intermediates. Only apply uses the network.')
    .addHelpText('after', `
Example:
  $ istio-privatelink certs init && istio-privatelink certs issue && istio-privatelink certs verify`);
  addCertsInit(certs, session);
  addCertsIssue(certs, session);
  addCertsShow(certs, session);
  addCertsVerify(certs, session);
  addCertsRenew(certs, session);
  addCertsApply(certs, session);
  addRemoteSecret(program, session);

  try {
    await program.parseAsync(args, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Printed already. The code is 0 after --help and --version.
      return error.exitCode === 0 ? ExitCode.OK : ExitCode.COULD_NOT_RUN;
    }
    printError(terminal, `${isFault(error) ? 'internal error, please report it: ' : ''}${errorText(error)}`);
    return ExitCode.COULD_NOT_RUN;
  }
}

/** Whether an exception is a fault of this program: what it throws itself is a plain Error, and what the operating system answers has a code. */
function isFault(error: unknown): boolean {
  const { name, code } = error as NodeJS.ErrnoException;
  return name !== 'Error' && code === undefined;
}
