import { spawnSync } from 'child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { temporaryDirectory } from '../bundle/temporary-directory';

const ROOT = join(__dirname, '..', '..');

/** A repository with as much of the project as a release needs to find its version. */
export class Repository {
  private readonly directory = temporaryDirectory();

  constructor() {
    for (const path of ['.projen', 'scripts']) {
      cpSync(join(ROOT, path), join(this.directory, path), { recursive: true });
    }
    // A release tests the project with its new version.
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
    this.write('package.json', `${JSON.stringify({ ...manifest, version: '0.0.0' }, undefined, 2)}\n`);
    symlinkSync(join(ROOT, 'node_modules'), join(this.directory, 'node_modules'));
    this.write('.gitignore', '/node_modules\n/dist/\n');
    this.write('CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n- Doors.\n');
    this.run('git', 'init', '--quiet', '--initial-branch', 'main');
    this.commit('feat: doors');
  }

  public commit(message: string): void {
    this.run('git', 'add', '--all');
    const who = ['-c', 'user.name=nobody', '-c', 'user.email=nobody@example.com'];
    this.run('git', ...who, 'commit', '--quiet', '--allow-empty', '--no-gpg-sign', '--message', message);
  }

  public tag(name: string): void {
    this.run('git', 'tag', name);
  }

  /** Runs a task of projen. */
  public task(name: string): void {
    this.run(process.execPath, join(ROOT, 'node_modules', 'projen', 'bin', 'projen'), name);
  }

  public script(path: string): void {
    this.run(process.execPath, '--import', 'tsx', path);
  }

  public read(file: string): string {
    return readFileSync(join(this.directory, file), 'utf8');
  }

  public write(file: string, content: string): void {
    writeFileSync(join(this.directory, file), content);
  }

  /** What differs from the last commit. */
  public changes(): string {
    return this.run('git', 'status', '--porcelain');
  }

  public commitDate(): string {
    return this.run('git', 'log', '-1', '--format=%cs').trim();
  }

  private run(command: string, ...args: string[]): string {
    // Nothing listens there: what is installed is enough.
    const env = { ...process.env, npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: this.directory, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }
}
