/** Prints why these tests cannot run on this machine, on one line, with exit code 2; nothing, with 0, if they can. */
import { whyNotHere } from './prerequisites';

const reason = whyNotHere();
if (reason !== undefined) {
  console.log(reason);
  process.exitCode = 2;
}
