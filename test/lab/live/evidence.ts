/** Prints what a test saw, so that a run tells more than that it passed. */
export function evidence(line: string): void {
  process.stderr.write(`evidence: ${line}\n`);
}
