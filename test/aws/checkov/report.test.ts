import { counts, problems } from './problems';
import { CheckovReport } from './report';

const GIVEN = new Map([['example/Stack.template.json', 2], ['foreign-resources/Stack.template.json', 3]]);
const FOREIGN = ['CKV_AWS_91', 'CKV_AWS_123', 'CKV_AWS_149', 'CKV_AWS_260'].map(id => record(id, 'foreign-resources'));
const KEY = record('CKV_SECRET_13', 'foreign-resources');

function record(id: string, app: string, reason?: string): object {
  const file_path = `/${app}/Stack.template.json`;
  return { check_id: id, check_name: `Name of ${id}`, file_path, resource: 'AWS::X::Y.Z', check_result: { suppress_comment: reason } };
}

interface Found {
  readonly failed?: object[];
  readonly skipped?: object[];
  readonly errors?: string[];
  readonly resources?: number;
}

/** What checkov wrote of two frameworks: what has to be found, and the given beside it. */
function reportOf({ failed = [], skipped = [], errors = [], resources = 5 }: Found, foreign = FOREIGN): CheckovReport {
  const framework = (check_type: string, failed_checks: object[], resource_count: number) => {
    const results = { passed_checks: [], failed_checks, skipped_checks: [], parsing_errors: [] as string[] };
    return { check_type, results, summary: { resource_count } };
  };
  const cloudFormation = framework('cloudformation', [...foreign, ...failed], resources);
  const passed_checks = [record('CKV_AWS_7', 'example'), record('CKV_AWS_7', 'foreign-resources')];
  return new CheckovReport(JSON.stringify([
    { ...cloudFormation, results: { ...cloudFormation.results, passed_checks, skipped_checks: skipped, parsing_errors: errors } },
    framework('secrets', [KEY], 1),
  ]));
}

test('nothing found but at the foreign resources', () => {
  const report = reportOf({ skipped: [record('CKV_AWS_91', 'example', 'Reason'), record('CKV_AWS_91', 'foreign-resources', 'Reason')] });
  expect(problems(report, GIVEN)).toEqual([]);
  expect(counts(report, GIVEN)).toBe('1 templates, 1 checks passed, 1 skipped with a reason');
});

const FOUND = 'at the foreign resources checkov has to find CKV_AWS_123, CKV_AWS_149, CKV_AWS_260, CKV_AWS_91, CKV_SECRET_13, but found';

test.each<[string, CheckovReport, string[]]>([
  ['a finding', reportOf({ failed: [record('CKV_AWS_7', 'example')] }), ['/example/Stack.template.json AWS::X::Y.Z: CKV_AWS_7 Name of CKV_AWS_7']],
  ['a file that cannot be parsed', reportOf({ errors: ['example/Stack.template.json'], resources: 3 }),
    ['example/Stack.template.json cannot be parsed', 'checkov understood 3 of 5 resources']],
  ['a suppression without a comment', reportOf({ skipped: [record('CKV_AWS_7', 'example', '')] }),
    ['/example/Stack.template.json AWS::X::Y.Z: CKV_AWS_7 is skipped without a reason']],
  ['a suppression whose comment checkov made up', reportOf({ skipped: [record('CKV_AWS_7', 'example', 'No comment provided')] }),
    ['/example/Stack.template.json AWS::X::Y.Z: CKV_AWS_7 is skipped without a reason']],
  ['a foreign resource that is not found', reportOf({}, FOREIGN.slice(1)), [`${FOUND} CKV_AWS_123, CKV_AWS_149, CKV_AWS_260, CKV_SECRET_13`]],
  ['no template understood', new CheckovReport('{ "passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "resource_count": 0 }'),
    ['checkov understood 0 of 5 resources', `${FOUND} nothing`]],
])('fails at %s', (_, report, expected) => {
  expect(problems(report, GIVEN)).toEqual(expected);
});

test.each([['foreign-resources'], ['example']])('fails when there are templates of %s only', app => {
  expect(problems(reportOf({}), new Map([[`${app}/Stack.template.json`, 5]]))).toEqual([`no templates to check: found ${app}, but needs an app's and foreign-resources`]);
});

test('fails when there are no templates', () => {
  expect(problems(reportOf({}), new Map())).toEqual(['no templates to check: found nothing, but needs an app\'s and foreign-resources']);
});
