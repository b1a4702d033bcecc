import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** Gives all tests, and the programs that they start, one directory for temporary files: the CDK leaves its assemblies there. */
export default function globalSetup(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'cdk-istio-privatelink-tests-'));
}
