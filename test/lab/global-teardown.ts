import { Lab } from './lab';
import { running } from './running';

/** A lab that no user brought up is not up after the tests. */
export default async function globalTeardown(): Promise<void> {
  if (running.guard) {
    await Lab.down();
    await running.guard.dismiss();
  }
}
