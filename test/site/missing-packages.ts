/** Prints Debian's package for what these tests lack, if anything. */
import { browserPath } from './prerequisites';

if (browserPath() === undefined) {
  console.log('chromium');
}
