import { LabGuard } from './guard';
import { buildImages } from './images/build';
import { Lab } from './lab';
import { onOneLine, missingHere } from './prerequisites';
import { running } from './running';
import { buildComponents } from '../../scripts/components/build';
import { COMPONENT_NAMES } from '../../scripts/components/component';
import { makeVirtualEnvironment } from '../aws-api/virtual-environment';

/** Builds what all tests use, unless it is there. */
export default function globalSetup(): void {
  const missing = missingHere();
  if (missing.length > 0) {
    // jest would print an error with a stack, which helps nobody to install anything.
    progress(`the lab cannot run here: ${onOneLine(missing)}`);
    process.exit(2);
  }
  buildComponents(COMPONENT_NAMES, progress);
  makeVirtualEnvironment(progress);
  buildImages(progress);
  if (Lab.current() === undefined) {
    // For use-lab.ts, which runs in other module registries.
    process.env.LAB_OF_TESTS = 'true';
    running.guard = new LabGuard();
  }
}

function progress(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}
