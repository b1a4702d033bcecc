import { spawn, spawnSync } from 'child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { temporaryDirectory } from '../bundle/temporary-directory';

const ROOT = join(__dirname, '..', '..');

const PACKAGE = {
  name: 'little-library',
  version: '0.0.0',
  main: 'index.js',
  types: 'index.d.ts',
  license: 'Apache-2.0',
  author: { name: 'nobody', email: 'nobody@example.com' },
  repository: { type: 'git', url: 'https://example.com/little-library.git' },
  stability: 'experimental',
  jsii: { outdir: 'dist', targets: {} },
};

/** What GitHub says of the pull request whose branch is checked out. */
export interface PullRequest { readonly title: string; readonly body: string; readonly base: string }

export interface Outcome { readonly exitCode: number | null; readonly output: string }

/** A jsii library in a git repository of its own, compiled, that can be released, changed and compared. */
export class Library {
  /** All begin as the same library, and compiling takes seconds. */
  private static assembly?: string;

  public readonly directory = temporaryDirectory();

  constructor() {
    this.write('package.json', JSON.stringify(PACKAGE));
    this.write('package-lock.json', '{}');
    this.write('.gitignore', 'node_modules\n.jsii\n*.js\n*.d.ts\ntsconfig.json\n*.tsbuildinfo\n');
    this.write('index.ts', 'export interface DoorProps {\n  readonly colour?: string;\n  readonly height?: number;\n}\n');
    symlinkSync(join(ROOT, 'node_modules'), join(this.directory, 'node_modules'));
    this.run('git', 'init', '--quiet', '--initial-branch', 'main');
    this.commit('feat: doors');
    if (Library.assembly === undefined) {
      this.run(join(ROOT, 'node_modules', '.bin', 'jsii'));
      Library.assembly = readFileSync(join(this.directory, '.jsii'), 'utf8');
    }
    this.write('.jsii', Library.assembly);
  }

  public commit(message: string): void {
    this.run('git', 'add', '--all');
    this.run('git', '-c', 'user.name=nobody', '-c', 'user.email=nobody@example.com', 'commit', '--quiet', '--allow-empty', '--no-gpg-sign', '--message', message);
  }

  public head(): string {
    return this.run('git', 'rev-parse', 'HEAD').trim();
  }

  public tag(name: string): void {
    this.run('git', 'tag', name);
  }

  /** Packs what is compiled as npm would. */
  public pack(): string {
    const work = temporaryDirectory();
    mkdirSync(join(work, 'package'));
    for (const file of ['package.json', '.jsii']) {
      cpSync(join(this.directory, file), join(work, 'package', file));
    }
    this.run('tar', '-czf', join(work, 'package.tgz'), '-C', work, 'package');
    return join(work, 'package.tgz');
  }

  /** Removes an optional property from what is compiled, as a compilation of such a change would. */
  public removeProperty(name: string): void {
    this.changeProperties(properties => properties.filter(property => property.name !== name));
  }

  public addProperty(name: string): void {
    this.changeProperties(properties => [...properties, { ...properties[0]!, name }]);
  }

  /** Runs the check, which asks a registry on this machine; asynchronously, because the registry is in this process. */
  public async check(registry: string, pullRequest: PullRequest = { title: '', body: '', base: '' }): Promise<Outcome> {
    const args = ['--import', join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs'), join(ROOT, 'scripts', 'api-compatibility', 'main.ts')];
    const env = {
      ...process.env,
      PULL_REQUEST_TITLE: pullRequest.title,
      PULL_REQUEST_BODY: pullRequest.body,
      PULL_REQUEST_BASE: pullRequest.base,
      npm_config_registry: registry,
      npm_config_fetch_retries: '0',
      npm_config_cache: temporaryDirectory(),
    };
    const child = spawn(process.execPath, args, { cwd: this.directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', chunk => output += chunk);
    child.stderr.on('data', chunk => output += chunk);
    return { exitCode: await new Promise(resolve => child.once('close', resolve)), output };
  }

  private changeProperties(change: (properties: { name: string }[]) => { name: string }[]): void {
    const assembly = JSON.parse(readFileSync(join(this.directory, '.jsii'), 'utf8'));
    const props = assembly.types['little-library.DoorProps'];
    props.properties = change(props.properties);
    this.write('.jsii', JSON.stringify(assembly));
  }

  private write(file: string, content: string): void {
    writeFileSync(join(this.directory, file), content);
  }

  private run(command: string, ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: this.directory, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }
}
