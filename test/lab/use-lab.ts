import { LabGuard } from './guard';
import { followGuide } from './guide/guide';
import { Lab, Progress } from './lab';
import { LabPlan } from './lab-plan';

/** How long everything may take on 2 cores, what is built not counted. */
const UP_WITHIN_MS = 600_000;

const progress: Progress = line => process.stderr.write(`lab: ${line}\n`);

/**
 * A lab for the tests of a file: the one that is up, if it is of this plan, or one of their own, which goes with them.
 *
 * @returns the lab, once the tests run
 */
export function useLab(plan: LabPlan): () => Lab {
  let lab: Lab | undefined;
  let guard: LabGuard | undefined;

  beforeAll(async () => {
    const current = Lab.current();
    if (current?.plan.name === plan.name) {
      lab = current;
      return;
    }
    Lab.requireNone();
    guard = new LabGuard();
    lab = await Lab.up(plan, progress);
    await followGuide(lab, progress);
  }, UP_WITHIN_MS);

  afterAll(async () => {
    await lab?.close();
    if (guard) {
      await Lab.down();
      await guard.dismiss();
    }
  }, UP_WITHIN_MS);

  return () => {
    if (!lab) throw new Error('the lab is up when the tests run, and not before');
    return lab;
  };
}
