// Installs the dependencies when they are missing or older than package-lock.json. Plain JavaScript without
// dependencies: it is the first thing that runs in a fresh clone.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [major, minor] = process.versions.node.split('.').map(Number);
const [neededMajor, neededMinor] = /(\d+)\.(\d+)/.exec(engines.node).slice(1).map(Number);
if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  console.error(`Node ${process.versions.node} is too old: this needs Node ${engines.node}; get it from https://nodejs.org`);
  process.exit(2);
}

const installed = join(root, 'node_modules', '.package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs) {
  console.error('Installing dependencies (npm ci), about a minute ...');
  // npm is a batch file on Windows, which only a shell can start.
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`npm ci failed${error ? `: ${error.message}` : ''}; see above, then run this command again`);
    process.exit(2);
  }
}
