import { Lab } from './lab';
import { wasUp } from './was-up';

/** Whatever test forgot it: a lab that was not up before the tests is not up after them. */
export default async function globalTeardown(): Promise<void> {
  if (!wasUp.before) {
    await Lab.down();
  }
}
