import { spawn } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AwsApi, administrator } from './aws-api';

const ROOT = join(__dirname, '..', '..');

/** The CLI waits for ever for what never happens. */
const CDK_TIMEOUT_MS = 90_000;

/** What a run of the CDK CLI gave. */
export interface CdkRun {
  /** Null if it took too long. */
  readonly exitCode: number | null;
  /** Both outputs. */
  readonly output: string;
}

/** How an example is changed before it is synthesized. */
export type Change = (source: string) => string;

/** Puts lines before the app of the example is made. */
export function withLines(...lines: readonly string[]): Change {
  return source => {
    const changed = source.replace('\nconst app = new App();', `\n${lines.join('\n')}\n\nconst app = new App();`);
    if (changed === source) {
      throw new Error('the program makes no app, so that nothing can be put before it');
    }
    return changed;
  };
}

/** A copy of an example's app, and the CDK CLI that deploys it to an API on this machine. */
export class CdkApp {
  private readonly source: string;

  /**
   * @param directory where the copy is, or is to be; it goes with `remove`
   */
  public constructor(private readonly api: AwsApi, private readonly example: string, public readonly directory = mkdtempSync(join(tmpdir(), `${example}-`))) {
    const original = join(ROOT, 'examples', example);
    this.source = readFileSync(join(original, 'main.ts'), 'utf8');
    if (existsSync(join(directory, 'tsconfig.json'))) {
      return;
    }
    for (const name of ['home', 'tmp']) {
      mkdirSync(join(this.directory, name), { recursive: true });
    }
    // What the CDK would look up in an account.
    if (existsSync(join(original, 'cdk.context.json'))) {
      copyFileSync(join(original, 'cdk.context.json'), join(this.directory, 'cdk.context.json'));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.directory, 'node_modules'));
    // The library as it is in src, not as it was compiled last.
    writeFileSync(join(this.directory, 'tsconfig.json'), JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { baseUrl: '.', rootDir: '/', paths: { 'cdk-istio-privatelink': [join(ROOT, 'src')] } },
    }));
  }

  /** Prepares the accounts of the API for the CDK. */
  public async bootstrap(): Promise<void> {
    const accounts = new Set(this.api.environments.map(({ account }) => account));
    await Promise.all([...accounts].map(async account => {
      const regions = this.api.environments.filter(environment => environment.account === account).map(({ region }) => region);
      const { Credentials: credentials } = await this.api.callAs(undefined, regions[0]!, 'sts', 'assume_role', {
        RoleArn: administrator(account), RoleSessionName: 'bootstrap',
      });
      await this.expectSuccess(['bootstrap', ...regions.map(region => `aws://${account}/${region}`),
        '--trust', '123456789012', '--cloudformation-execution-policies', 'arn:aws:iam::aws:policy/AdministratorAccess'], {
        AWS_ACCESS_KEY_ID: credentials.AccessKeyId, AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey, AWS_SESSION_TOKEN: credentials.SessionToken,
      });
    }));
  }

  /** Writes cdk.out, which all other commands take, and dist. */
  public async synthesize(change: Change = source => source): Promise<void> {
    await this.expectSuccess(this.synthesis(change));
  }

  /**
   * What the CLI says of stacks that cannot be deployed, in one line: it breaks lines anywhere. cdk.out is written all the same.
   *
   * @throws if it has nothing against them
   */
  public async refusedSynthesis(change: Change): Promise<string> {
    return this.expectFailure(this.synthesis(change));
  }

  /** What the app wrote of the mesh into dist/mesh.json. */
  public get mesh(): DeclaredMesh {
    return JSON.parse(readFileSync(join(this.directory, 'dist', 'mesh.json'), 'utf8')) as DeclaredMesh;
  }

  /** The ids of the stacks in cdk.out, as the CLI takes them. */
  public get stacks(): CdkStack[] {
    const manifest = JSON.parse(readFileSync(join(this.directory, 'cdk.out', 'manifest.json'), 'utf8')) as { artifacts: { [id: string]: StackArtifact } };
    return Object.values(manifest.artifacts).filter(({ type }) => type === 'aws:cloudformation:stack').map(({ displayName, environment, properties }) => {
      const [, account, region] = /^aws:\/\/(\d+)\/(.+)$/.exec(environment)!;
      return { id: displayName, name: properties.stackName, account: account!, region: region!, templateFile: join(this.directory, 'cdk.out', properties.templateFile) };
    });
  }

  /** @throws unless all is deployed */
  public async deploy(...args: readonly string[]): Promise<void> {
    await this.expectSuccess(this.deployment(args));
  }

  /** @throws unless all is gone */
  public async destroy(...args: readonly string[]): Promise<void> {
    await this.expectSuccess(this.destruction(args));
  }

  /**
   * What the CLI says when the API refuses, in one line: it breaks lines anywhere.
   *
   * @throws if it deploys all the same
   */
  public async refusedDeployment(...args: readonly string[]): Promise<string> {
    return this.expectFailure(this.deployment(args));
  }

  /**
   * What the CLI says when the API refuses, in one line: it breaks lines anywhere.
   *
   * @throws if it destroys all the same
   */
  public async refusedDestruction(...args: readonly string[]): Promise<string> {
    return this.expectFailure(this.destruction(args));
  }

  /** Its exit code is 1 where there is a difference. */
  public async diff(): Promise<CdkRun> {
    return this.run(['diff', '--app', 'cdk.out', '--fail', '--method', 'change-set']);
  }

  /**
   * Runs a command of the CDK CLI, and waits for its end.
   *
   * @param env beside what confines it to the API of this app
   */
  public async run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CdkRun> {
    const cli = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    const start = Date.now();
    const child = spawn(process.execPath, [cli, ...args, '--no-notices', '--no-color'], {
      cwd: this.directory,
      env: { ...this.environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: CDK_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout.on('data', chunk => output += chunk);
    child.stderr.on('data', chunk => output += chunk);
    const exitCode = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    process.stderr.write(`aws: ${this.example}: cdk ${args[0]} (${((Date.now() - start) / 1000).toFixed(1)} s)\n`);
    return { exitCode, output };
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private synthesis(change: Change): string[] {
    rmSync(join(this.directory, 'dist'), { recursive: true, force: true });
    writeFileSync(join(this.directory, 'main.ts'), change(this.source));
    return ['synth', '--quiet', '--app', `${join('node_modules', '.bin', 'tsx')} main.ts`, '--output', 'cdk.out', '--no-version-reporting'];
  }

  private deployment(args: readonly string[]): string[] {
    return ['deploy', '--app', 'cdk.out', '--require-approval', 'never', '--progress', 'errors-only', ...args];
  }

  private destruction(args: readonly string[]): string[] {
    return ['destroy', '--app', 'cdk.out', '--force', ...args];
  }

  private async expectFailure(args: readonly string[]): Promise<string> {
    const { exitCode, output } = await this.run(args);
    if (exitCode === 0 || exitCode === null) {
      throw new Error(`cdk ${args.join(' ')} should have failed, but ${exitCode === 0 ? 'succeeded' : 'did not end'}:\n${output}`);
    }
    return output.replace(/\s+/g, ' ');
  }

  private async expectSuccess(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
    const { exitCode, output } = await this.run(args, env);
    if (exitCode !== 0) {
      throw new Error(`cdk ${args.join(' ')} ended with ${exitCode}:\n${output}`);
    }
  }

  /** Nothing of the caller's: neither credentials nor settings. What would go to AWS itself, over TLS, goes to a proxy that is not there. */
  private environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: join(this.directory, 'home'),
      // The CLI would take the home directory from the user database.
      CDK_HOME: join(this.directory, 'home', '.cdk'),
      TMPDIR: join(this.directory, 'tmp'),
      AWS_ENDPOINT_URL: this.api.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      // moto's name for whoever is in no other account. Neither is a key of AWS.
      AWS_ACCESS_KEY_ID: 'OPERATOR',
      AWS_SECRET_ACCESS_KEY: 'none',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_DISABLE_VERSION_CHECK: 'true',
      NODE_NO_WARNINGS: '1',
    };
  }
}

/** A stack of an app. */
export interface CdkStack {
  /** By which the CLI knows it. */
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly templateFile: string;
}

interface StackArtifact {
  readonly type: string;
  readonly environment: string;
  readonly displayName: string;
  readonly properties: { readonly stackName: string; readonly templateFile: string };
}

/** What mesh.json says and the API has to agree with. */
export interface DeclaredMesh {
  readonly meshId: string;
  readonly dnsZone: string;
  readonly clusters: readonly DeclaredCluster[];
  readonly links: readonly DeclaredLink[];
}

export interface DeclaredCluster {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly targetGroup: string;
  readonly certificateAuthority: string;
  readonly exports: readonly { readonly host: string; readonly ports: readonly { readonly port: number }[] }[];
  readonly stacks: { readonly secrets?: string };
}

export interface DeclaredLink {
  readonly consumer: string;
  readonly provider: string;
  readonly remoteSecret?: string;
  readonly endpoint: { readonly hostname: string; readonly port: number };
}
