import { spawn } from 'child_process';
import { quoted } from '../../mesh/quoted';
import { waitWithProgress } from '../progress';
import { Terminal } from '../terminal';

/** Installs the dependencies of a new project with npm, whose complaints go to standard error. */
export async function install(directory: string, terminal: Terminal): Promise<void> {
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error'];
  const reason = await waitWithProgress(terminal, 'npm install', new Promise<string | undefined>(resolve => {
    // npm is a batch file on Windows, which only a shell can start.
    const npm = spawn('npm', args, { cwd: directory, env: terminal.env, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' });
    npm.stderr.on('data', (chunk: Buffer) => terminal.stderr.write(chunk));
    npm.on('error', error => resolve(error.message));
    npm.on('close', (status, signal) => resolve(status === 0 ? undefined : `ended with ${signal ?? status}`));
  }));
  if (reason !== undefined) {
    throw new Error(`the project is written, but npm install failed (${reason}): see above, then run "npm install" in ${quoted(directory)}`);
  }
}
