import { Finding } from '../mesh';

/** A large mesh can have the same finding for each of its links. */
const SHOWN_PER_RULE = 3;

/** The findings as lines for a person, at most a few for each rule. */
export function findingLines(findings: Finding[]): string[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    byRule.set(finding.id, [...(byRule.get(finding.id) ?? []), finding]);
  }
  return [...byRule].flatMap(([id, found]) => [
    ...found.slice(0, SHOWN_PER_RULE).map(({ severity, message }) => `${severity} ${id}: ${message}`),
    ...(found.length > SHOWN_PER_RULE ? [`${found[0].severity} ${id}: ${found.length - SHOWN_PER_RULE} more, see findings in mesh.json`] : []),
  ]);
}
