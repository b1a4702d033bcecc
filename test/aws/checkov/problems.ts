import { CheckovReport } from './report';

/** The directory of templates with resources that are not the library's: what is found there shows that checkov looked. */
export const FOREIGN = 'foreign-resources';

/** What checkov has to find at them, `foreignResources` in every-resource.ts, in the stack where the library acknowledges two of these rules. */
const FOUND_AT_FOREIGN = ['CKV_AWS_123', 'CKV_AWS_149', 'CKV_AWS_260', 'CKV_AWS_91', 'CKV_SECRET_13'];

/** The resources in the templates that checkov was given, by the path of the template. */
export type ResourceCounts = ReadonlyMap<string, number>;

/** Why the check fails, a line each; none when checkov understood everything, and found what it has to and nothing else. */
export function problems(report: CheckovReport, given: ResourceCounts): string[] {
  const directories = new Set([...given.keys()].map(path => path.split('/')[0]));
  const own = [...directories].filter(directory => directory !== FOREIGN);
  if (own.length === 0 || !directories.has(FOREIGN)) {
    return [`no templates to check: found ${[...directories].join(' and ') || 'nothing'}, but needs an app's and ${FOREIGN}`];
  }
  const resources = [...given.values()].reduce((sum, count) => sum + count, 0);
  const found = report.failed(FOREIGN).map(({ check_id }) => check_id).sort();
  return [
    ...report.parsingErrors.map(path => `${path} cannot be parsed`),
    ...report.resourceCount === resources ? [] : [`checkov understood ${report.resourceCount} of ${resources} resources`],
    ...own.flatMap(directory => report.failed(directory)).map(({ check_id, check_name, file_path, resource }) => `${file_path} ${resource}: ${check_id} ${check_name}`),
    ...report.skippedWithoutReason.map(({ check_id, file_path, resource }) => `${file_path} ${resource}: ${check_id} is skipped without a reason`),
    ...JSON.stringify(found) === JSON.stringify(FOUND_AT_FOREIGN) ? []
      : [`at the foreign resources checkov has to find ${FOUND_AT_FOREIGN.join(', ')}, but found ${found.join(', ') || 'nothing'}`],
  ];
}

/** The templates and checks that were not for comparison. */
export function counts(report: CheckovReport, given: ResourceCounts): string {
  const own = [...given.keys()].filter(path => !path.startsWith(`${FOREIGN}/`));
  const directories = [...new Set(own.map(path => path.split('/')[0]))];
  const [passed, skipped] = [report.passed.bind(report), report.skipped.bind(report)].map(records => directories.flatMap(records).length);
  return `${own.length} templates, ${passed} checks passed, ${skipped} skipped with a reason`;
}
