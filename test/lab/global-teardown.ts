import { Lab } from './lab';
import { running } from './running';

/** A lab that no user brought up is not up after the tests. */
export default async function globalTeardown(): Promise<void> {
  if (running.guard) {
    try {
      await Lab.down();
    } catch (error) {
      // If this threw, jest would write no report of all the tests that ran.
      process.stderr.write(`lab: cannot take the lab down: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    }
    await running.guard.dismiss();
  }
}
