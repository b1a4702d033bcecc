import { followGuide } from './guide/guide';
import { Lab, Progress } from './lab';
import { LabPlan } from './lab-plan';

/** How long everything may take on 2 cores, what is built not counted. */
const UP_WITHIN_MS = 600_000;

const progress: Progress = line => process.stderr.write(`lab: ${line}\n`);

/**
 * A lab for the tests of a file: the one that is up, if it is of this plan. Files share it, so each leaves it as it found it; sequencer.ts
 * runs those of one plan one after the other, and global-teardown.ts takes down what no user brought up.
 *
 * What a file does after its tests goes into a `describe`: the hooks of this come first, and then the lab is closed.
 *
 * @returns the lab, once the tests run
 */
export function useLab(plan: LabPlan): () => Lab {
  let lab: Lab | undefined;

  beforeAll(async () => {
    const current = Lab.current();
    if (current?.plan.name === plan.name) {
      lab = current;
      return;
    }
    if (process.env.LAB_OF_TESTS) {
      // That of another plan, or what other tests left in the lab's directory.
      await Lab.down();
    }
    Lab.requireNone();
    lab = await Lab.up(plan, progress);
    await followGuide(lab, progress);
  }, UP_WITHIN_MS);

  afterAll(async () => lab?.close());

  return () => {
    if (!lab) throw new Error('the lab is up when the tests run, and not before');
    return lab;
  };
}
