import { readFileSync } from 'fs';
import { join } from 'path';
import { LoadReport } from './load-report';

export const RELIABILITY = join(__dirname, '..', '..', '..', 'docs', 'reliability.md');

/** What callers may see of a fault, at most. */
export interface Promised {
  readonly failed: number;
  readonly withoutAnswerSeconds: number;
}

/** A row begins with the fault's name as code, and ends with the two numbers of the promise and what was measured. */
const ROW = /^\| `([a-z-]+)` \|.*\| (\d+) \| (\d+) s \|[^|]*\|$/;

/** What docs/reliability.md promises, by the name of the fault. */
export function promises(text = readFileSync(RELIABILITY, 'utf8')): Map<string, Promised> {
  const rows = text.split('\n').filter(line => line.startsWith('| `')).map(line => {
    const [, fault, failed, seconds] = ROW.exec(line) ?? [];
    if (fault === undefined) {
      throw new Error(`docs/reliability.md has a row that promises nothing: expected "| \`fault\` | ... | <number> | <number> s | measured |", but it is ${line}`);
    }
    return [fault, { failed: Number(failed), withoutAnswerSeconds: Number(seconds) }] as const;
  });
  return new Map(rows);
}

/** @throws if a fault did more than docs/reliability.md says */
export function requireKept(fault: string, { failed, withoutAnswerSeconds }: LoadReport, promised = promises().get(fault)): void {
  if (promised === undefined) {
    throw new Error(`docs/reliability.md promises nothing for ${fault}`);
  }
  const broken = [
    ...failed > promised.failed ? [`${failed} requests failed, and it promises ${promised.failed} at most`] : [],
    ...withoutAnswerSeconds > promised.withoutAnswerSeconds
      ? [`a caller was without an answer for ${withoutAnswerSeconds.toFixed(1)} s, and it promises ${promised.withoutAnswerSeconds} s at most`] : [],
  ];
  if (broken.length > 0) {
    throw new Error(`${fault} broke the promise of docs/reliability.md: ${broken.join('; ')}`);
  }
}
