/**
 * Two real clusters with Istio on this machine, joined by what the stacks of examples/two-clusters say. See docs/lab.md.
 *
 *     npm run lab              builds what is missing, brings the lab up, runs its tests, and takes it down
 *     npm run lab -- up        ... status, shell, test or down: the parts
 */
import { spawn, spawnSync } from 'child_process';
import { delimiter, dirname, join } from 'path';
import { Command } from 'commander';
import { LabGuard } from './guard';
import { checkCalls } from './guide/calls';
import { followGuide } from './guide/guide';
import { Lab } from './lab';
import { labPath } from './lab-directory';
import { LAB_PLANS, LabPlan, labPlan, TWO_CLUSTERS } from './lab-plan';
import { missingHere } from './prerequisites';
import { printStatus } from './print-status';
import { component } from '../../scripts/components/build';

const ROOT = join(__dirname, '..', '..');

/** As shells do for a process that a signal ended. */
const SIGNAL_EXIT_CODES: { readonly [signal: string]: number } = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

const SIGNALS = Object.keys(SIGNAL_EXIT_CODES) as NodeJS.Signals[];

/** How long what was interrupted may take to notice. */
const ENDED_WITHIN_MS = 10_000;

function progress(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}

/** @throws with all that is missing on this machine */
function requirePrerequisites(): void {
  const missing = missingHere();
  if (missing.length > 0) {
    throw new Error(`the lab cannot run here:\n${missing.map(({ what, command }) => `  - ${what}\n      ${command}`).join('\n')}`);
  }
}

/** Runs something that must not leave a lab behind when it fails or is interrupted, whatever by; unless that is wanted for a look at it. */
async function orDown(step: () => Promise<void>, keep: boolean): Promise<void> {
  const guard = new LabGuard();
  const running = step();
  const interrupted = new Promise<NodeJS.Signals>(resolve => SIGNALS.forEach(signal => process.once(signal, resolve)));
  const signal = await Promise.race([interrupted, running.then(() => undefined, () => undefined)]);
  if (signal !== undefined) {
    progress(`${signal}: taking the lab down`);
    await Lab.down();
    // It may start something until it notices. What it does after that, the guard undoes when this process is gone.
    await Promise.race([running.catch(() => undefined), new Promise(resolve => setTimeout(resolve, ENDED_WITHIN_MS).unref())]);
    await Lab.down();
    process.exit(SIGNAL_EXIT_CODES[signal]);
  }
  try {
    await running;
  } catch (error) {
    if (!keep) {
      progress('that failed: taking the lab down');
      await Lab.down();
    }
    throw error;
  } finally {
    await guard.dismiss();
  }
}

async function up(plan: LabPlan, keep: boolean): Promise<void> {
  Lab.requireNone();
  requirePrerequisites();
  await orDown(async () => {
    const lab = await Lab.up(plan, progress);
    try {
      await followGuide(lab, progress);
      if (plan === TWO_CLUSTERS) {
        await checkCalls(lab, progress);
      }
    } finally {
      await lab.close();
    }
    process.stdout.write(`export KUBECONFIG=${lab.kubeconfig}\n`);
    progress(`contexts ${lab.names.join(' and ')}; npm run lab -- shell has kubectl and istioctl on its PATH, npm run lab -- down takes everything down`);
  }, keep);
}

function test(args: readonly string[]): void {
  requirePrerequisites();
  const { status } = spawnSync(process.execPath, [require.resolve('jest/bin/jest'), '--config', join('test', 'lab', 'jest.config.json'), ...args], {
    cwd: ROOT, stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

async function shell(): Promise<void> {
  const lab = Lab.current();
  if (!lab) {
    throw new Error('no lab is up: npm run lab -- up');
  }
  const child = spawn(process.env.SHELL ?? 'bash', [], {
    stdio: 'inherit',
    cwd: lab.directory,
    env: { ...process.env, KUBECONFIG: lab.kubeconfig, PATH: [dirname(component('kubectl')), dirname(component('istioctl')), process.env.PATH].join(delimiter) },
  });
  process.exitCode = await new Promise<number>(resolve => child.once('close', code => resolve(code ?? 1)));
}

const program = new Command('lab')
  .description('real clusters with Istio on this machine, joined by what the stacks of an example say')
  .action(() => test([]));
program.command('up')
  .description('build what is missing, start the clusters, follow the guide to its last call')
  .option('--plan <name>', `what to bring up: ${LAB_PLANS.map(({ name }) => name).join(', ')}`, TWO_CLUSTERS.name)
  .option('--keep', 'leave what there is when it fails, to look at it', false)
  .action(async ({ plan, keep }: { plan: string; keep: boolean }) => up(labPlan(plan), keep));
program.command('status').description('what is up, as a table').action(async () => printStatus(Lab.current()));
program.command('shell').description('a shell with KUBECONFIG, kubectl and istioctl').action(shell);
program.command('test').description('the tests, in the lab that is up or in labs of their own').argument('[jest...]').allowUnknownOption().action(test);
program.command('down').description('take everything down, also what a killed run left').action(async () => {
  await Lab.down();
  progress(`nothing of the lab is left; the parts stay in the cache, the logs are gone with ${labPath()}`);
});

// Whoever reads the output, `head` for instance, may stop early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`lab: ${error.message}\n`);
  process.exitCode = 1;
});
