#!/usr/bin/env node
import { ExitCode } from './exit-code';
import { run } from './program';
import { Terminal } from './terminal';

const terminal: Terminal = process;

// Whoever reads the output, `head` for instance, may stop early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
});

// If the event loop runs dry before the answer, something was left undone.
process.exitCode = ExitCode.COULD_NOT_RUN;
void run(process.argv.slice(2), terminal, new Date()).then(exitCode => {
  process.exitCode = exitCode;
});
