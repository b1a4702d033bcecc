import { mkdtempSync, realpathSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { leftOut, whyNotHere } from './prerequisites';
import { guardDirectory } from '../api-server/guard';
import { running } from '../api-server/running';

/** Gives all tests one directory for what they build, which goes with them. */
export default function globalSetup(): void {
  const reason = whyNotHere();
  if (reason !== undefined) {
    // jest would print an error with a stack, which helps nobody to install a language.
    process.stderr.write(`languages: ${reason}\n`);
    process.exit(2);
  }
  const absent = leftOut();
  absent.forEach(line => process.stderr.write(`languages: ${line}\n`));
  if (absent.length > 0 && process.env.REQUIRE_EVERY_SUITE === 'true') {
    process.stderr.write('languages: REQUIRE_EVERY_SUITE is true, so nothing may be left out\n');
    process.exit(1);
  }
  process.env.TMPDIR = mkdtempSync(join(realpathSync(tmpdir()), 'cdk-istio-privatelink-languages-'));
  running.guard = guardDirectory(process.env.TMPDIR);
}
