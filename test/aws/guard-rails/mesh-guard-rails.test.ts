import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { basename, dirname, join } from 'path';
import { App, AppProps, CfnResource, Duration, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { consumer, provider, reportOn, Resources, summary, writeTemplates } from './check';
import { MeshGuardRails, MeshStacks } from '../../../src';
import { ALL_GUARD_RAILS } from '../../../src/aws/guard-rails/all-guard-rails';
import { temporaryDirectory } from '../../bundle/temporary-directory';
import { errorMessage } from '../../mesh/error-message';
import { pair } from '../../mesh/meshes';

const ROOT = join(__dirname, '..', '..', '..');
const GOLDEN = join(ROOT, 'test', 'golden');

test.each(readdirSync(GOLDEN))('the templates of the example %s have no violation', example => {
  const directory = join(GOLDEN, example, 'templates');
  const templates = readdirSync(directory).map(name => join(directory, name));
  expect(templates.length).toBeGreaterThan(0);
  expect(reportOn(templates)).toEqual({ success: true, violations: [] });
});

describe('the report', () => {
  test('has the value got, the limit and its source', () => {
    const [path] = writeTemplates([{ Resources: provider({ LoadBalancer: { Name: 'internal-a' } }) }]);
    expect(reportOn([path])).toEqual({
      success: false,
      violations: [{
        ruleName: 'GR-07',
        severity: 'error',
        description: 'Elastic Load Balancing does not take the name of a load balancer behind an endpoint service, and the deployment fails. ' +
          'Got: internal-a (10 characters). ' +
          'Limit: at most 32 letters, digits and hyphens, not starting or ending with a hyphen, not starting with `internal-`.',
        fix: 'Give another name, or none: CloudFormation then makes one.',
        ruleMetadata: {
          got: 'internal-a (10 characters)',
          limit: 'at most 32 letters, digits and hyphens, not starting or ending with a hyphen, not starting with `internal-`',
          source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html',
        },
        violatingResources: [{ resourceLogicalId: 'LoadBalancer', templatePath: path, locations: ['Properties/Name'] }],
      }],
    });
  });

  test('has limits that are not those of the table where the settings or the template make them', () => {
    const paths = writeTemplates([{ Resources: { ...provider(), ...consumer() } }], 'eu-west-2');
    const { violations } = reportOn(paths, { keepaliveTime: Duration.minutes(10) });
    expect(violations.map(({ ruleName, ruleMetadata }) => [ruleName, ruleMetadata!.limit])).toEqual([
      ['GR-05', 'longer than the keepaliveTime of 600 seconds'], ['GR-16', 'eu-west-1, the region of ServiceName'],
    ]);
  });

  test('is a success while there are warnings only', () => {
    const paths = writeTemplates([{ Resources: consumer({ Endpoint: { PrivateDnsEnabled: true } }) }]);
    expect(reportOn(paths)).toMatchObject({ success: true, violations: [{ severity: 'warning' }] });
  });

  test('is the same whatever the order of the templates, and knows each once', () => {
    const paths = writeTemplates([
      { Resources: consumer({ Endpoint: { PrivateDnsEnabled: true } }) },
      { Resources: provider({ LoadBalancer: { Scheme: undefined } }) },
    ]);
    const report = reportOn(paths);
    expect(summary(report)).toEqual(['GR-03 LoadBalancer: none, so internet-facing', 'GR-13 Endpoint: true']);
    expect(reportOn([...paths].reverse().concat(paths))).toEqual(report);
  });
});

test.each<[string, string]>([
  ['{ "Resources": ', 'is not readable as JSON ('],
  ['', 'is not readable as JSON ('],
  ['[]', 'is not a CloudFormation template: expected an object with maps of Resources and Outputs'],
  ['null', 'is not a CloudFormation template'],
  ['{ "Resources": [] }', 'is not a CloudFormation template'],
  ['{ "Resources": { "A": 1 } }', 'resource "A" of template "'],
  ['{ "Resources": { "A": { "Type": { "Ref": "B" } } } }', 'has no type: expected a CloudFormation template'],
])('a template of %j is a clear error', (content, expected) => {
  const [path] = writeTemplates([{}]);
  writeFileSync(path, content);
  const message = errorMessage(() => reportOn([path]));
  expect(message).toContain(expected);
  expect(message).toContain(path);
  expect(message).toContain('synthesize it again');
});

test('metadata in the manifest itself counts, and a manifest that is no JSON is a clear error', () => {
  const [path] = writeTemplates([{ Resources: consumer({ Endpoint: { PrivateDnsEnabled: true } }) }]);
  const manifest = join(dirname(path), 'manifest.json');
  const metadata = {
    '/Stack/Endpoint': [
      { type: 'aws:cdk:logicalId', data: 'Endpoint' },
      // As releases of the CDK after 2.262 write it; an entry for each call.
      { type: 'aws:cdk:acknowledged-rules', data: { 'Annotation::GR-13': 'A test.' } },
      { type: 'aws:cdk:acknowledged-rules', data: { 'Annotation::GR-14': 'A test.' } },
    ],
    '/Stack/Other': 'nothing',
  };
  writeFileSync(manifest, JSON.stringify({ artifacts: { Stack: { properties: { templateFile: basename(path) }, metadata } } }));
  expect(reportOn([path]).violations).toEqual([]);
  writeFileSync(manifest, '{');
  expect(errorMessage(() => reportOn([path]))).toMatch(/manifest.json" is not readable as JSON \(.*synthesize it again$/);
});

test('a template without resources, a missing file, and no template at all', () => {
  expect(reportOn(writeTemplates([{}, { Resources: { A: { Type: 'AWS::SNS::Topic' } } }])).violations).toEqual([]);
  expect(reportOn([]).violations).toEqual([]);
  expect(errorMessage(() => reportOn([join(temporaryDirectory(), 'gone.json')]))).toContain('ENOENT');
});

test.each([0, -1, 1.5, NaN])('a quota of %d is an error', interfaceEndpointQuota => {
  expect(errorMessage(() => new MeshGuardRails({ interfaceEndpointQuota }))).toMatch(/^interfaceEndpointQuota of .+ is no quota: give /);
});

test('a keepalive time of nothing is an error, and one of a part of a second is not', () => {
  expect(errorMessage(() => new MeshGuardRails({ keepaliveTime: Duration.seconds(0) }))).toMatch(/^keepaliveTime of 0 seconds is out of range: give /);
  expect(new MeshGuardRails({ keepaliveTime: Duration.millis(500) }).ruleIds).toHaveLength(ALL_GUARD_RAILS.length);
});

describe('in an app', () => {
  interface Synthesized {
    readonly fails: boolean;
    readonly printed: string;
    readonly violations: readonly string[];
    readonly sources: readonly string[];
  }

  /** The report of the CDK, under the name that its release gives it. */
  function readReport(directory: string): string | undefined {
    const file = ['policy-validation-report.json', 'validation-report.json'].map(name => join(directory, name)).find(existsSync);
    return file && readFileSync(file, 'utf8');
  }

  function isOfGuardRails(plugin: any): boolean {
    return (plugin.pluginName ?? plugin.summary.pluginName) === new MeshGuardRails().name;
  }

  /** Later releases of the CDK throw where earlier ones set the exit code of the program. */
  function failure(app: App): unknown {
    try {
      app.synth();
    } catch (error) {
      return error;
    }
    return process.exitCode === undefined ? undefined : '';
  }

  /** Synthesizes as a program would, with what the CDK printed and left in its report. */
  function synthesize(app: App): Synthesized {
    const print = jest.spyOn(console, 'error').mockImplementation();
    const before = process.exitCode;
    try {
      const failed = failure(app);
      const report = readReport(app.outdir);
      // Later releases of the CDK check by themselves, too.
      const found = (report ? JSON.parse(report).pluginReports : []).filter(isOfGuardRails).flatMap(({ violations }: any) => violations);
      return {
        fails: failed !== undefined,
        printed: [...print.mock.calls, failed].map(String).join('\n'),
        violations: found.flatMap((violation: any) =>
          violation.violatingConstructs.map(({ constructPath }: any) => `${violation.ruleName} ${constructPath}`)),
        sources: found.map(({ ruleMetadata }: any) => ruleMetadata.source),
      };
    } finally {
      process.exitCode = before;
      print.mockRestore();
    }
  }

  function newApp(props: AppProps = {}): App {
    const app = new App({ outdir: temporaryDirectory(), ...props });
    Validations.of(app).addPlugins(new MeshGuardRails());
    return app;
  }

  function addResources(stack: Stack, resources: Resources): void {
    for (const [id, { Type: type, Properties: properties }] of Object.entries(resources)) {
      new CfnResource(stack, id, { type, properties });
    }
  }

  const TWO = {
    ...consumer({ Endpoint: { PrivateDnsEnabled: true } }),
    Other: consumer({ Endpoint: { PrivateDnsEnabled: true, SecurityGroupIds: undefined } }).Endpoint,
  };

  function twoFaults(scope: App | Stage = newApp()): { readonly app: App; readonly stack: Stack } {
    const stack = new Stack(scope, 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    addResources(stack, TWO);
    return { app: stack.node.root as App, stack };
  }

  test('a mesh has no violation', () => {
    const app = newApp();
    new MeshStacks(app, 'Mesh', { mesh: pair().mesh });
    expect(synthesize(app)).toMatchObject({ fails: false, violations: [] });
  });

  test('warnings are printed with the path of the construct, and do not fail', () => {
    const { fails, printed, violations, sources } = synthesize(twoFaults().app);
    expect([fails, violations]).toEqual([false, ['GR-13 Stack/Endpoint', 'GR-13 Stack/Other', 'GR-14 Stack/Other']]);
    expect(printed).toMatch(/limit: `PrivateDnsEnabled` false/i);
    expect(printed).toMatch(/got: true/i);
    expect(sources).toContain('https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html');
  });

  test('errors fail the run', () => {
    const app = newApp();
    addResources(new Stack(app, 'Stack'), provider({ Permissions: { AllowedPrincipals: ['*'] } }));
    expect(synthesize(app)).toMatchObject({ fails: true, violations: ['GR-01 Stack/Permissions'] });
  });

  // The CLI says that it prints the report itself, but looks for it under the name that later releases of the library give it.
  test.each<[AppProps, boolean]>([
    [{}, false],
    [{ postCliContext: { '@aws-cdk/core:failSynthOnValidationErrors': true } }, true],
  ])('under the CDK CLI, an app with %j fails: %j', (props, expected) => {
    process.env.CDK_CONTEXT_JSON = JSON.stringify({ '@aws-cdk/core:failSynthOnValidationErrors': false });
    try {
      const app = newApp(props);
      addResources(new Stack(app, 'Stack'), provider({ Permissions: { AllowedPrincipals: ['*'] } }));
      const { fails, printed, violations } = synthesize(app);
      expect([fails, violations]).toEqual([expected, ['GR-01 Stack/Permissions']]);
      expect(printed.includes('GR-01')).toBe(expected);
    } finally {
      delete process.env.CDK_CONTEXT_JSON;
    }
  });

  test('one rule is acknowledged on one resource, and stays a violation elsewhere', () => {
    const { app, stack } = twoFaults();
    Validations.of(stack.node.findChild('Other')).acknowledge({ id: 'GR-13', reason: 'The provider owns the domain.' });
    expect(synthesize(app).violations).toEqual(['GR-13 Stack/Endpoint', 'GR-14 Stack/Other']);
  });

  test('what is acknowledged on a resource is not so for one whose path begins alike', () => {
    const { app, stack } = twoFaults();
    addResources(stack, { Other2: TWO.Other });
    for (const rule of ['GR-13', 'GR-14']) {
      Validations.of(stack.node.findChild('Other')).acknowledge({ id: rule, reason: 'A test.' });
    }
    expect(synthesize(app).violations).toEqual(['GR-13 Stack/Endpoint', 'GR-13 Stack/Other2', 'GR-14 Stack/Other2']);
  });

  test('what is acknowledged in a nested stack is not so for a resource of the same logical id around it', () => {
    const { app, stack } = twoFaults();
    const nested = new NestedStack(stack, 'Nested');
    addResources(nested, TWO);
    for (const rule of ['GR-13', 'GR-14']) {
      Validations.of(nested.node.findChild('Other')).acknowledge({ id: rule, reason: 'A test.' });
    }
    expect(synthesize(app).violations).toEqual(['GR-13 Stack/Endpoint', 'GR-13 Stack/Other', 'GR-14 Stack/Other']);
  });

  test('an acknowledged error does not fail the run', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    addResources(stack, provider({ Permissions: { AllowedPrincipals: ['*'] } }));
    Validations.of(stack.node.findChild('Permissions')).acknowledge({ id: 'GR-01', reason: 'A test.' });
    expect(synthesize(app)).toMatchObject({ fails: false, violations: [] });
  });

  test('what is acknowledged on a stack is so for all of it, and not for a stack whose path begins alike', () => {
    const { app, stack } = twoFaults();
    Validations.of(stack).acknowledge({ id: 'GR-13', reason: 'The providers own their domains.' });
    addResources(new Stack(app, 'Stack2', { env: stack.env }), TWO);
    expect(synthesize(app).violations).toEqual(['GR-13 Stack2/Endpoint', 'GR-13 Stack2/Other', 'GR-14 Stack/Other', 'GR-14 Stack2/Other']);
  });

  test('with the name of the plugin, the CDK acknowledges a rule for the whole app', () => {
    const { app } = twoFaults();
    Validations.of(app).acknowledge({ id: 'MeshGuardRails::GR-13', reason: 'All providers own their domains.' });
    expect(synthesize(app).violations).toEqual(['GR-14 Stack/Other']);
  });

  test('stacks of stages are checked, and what is acknowledged there is found', () => {
    const { app, stack } = twoFaults(new Stage(newApp(), 'Stage'));
    Validations.of(stack.node.findChild('Endpoint')).acknowledge({ id: 'GR-13', reason: 'The provider owns the domain.' });
    expect(synthesize(app).violations).toEqual(['GR-13 Stage/Stack/Other', 'GR-14 Stage/Stack/Other']);
  });

  test.each([false, true])('the size of a template belongs to its stack (acknowledged there: %s)', acknowledged => {
    const { app, stack } = twoFaults(new Stage(newApp(), 'Stage'));
    addResources(stack, Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`Topic${index}`, { Type: 'AWS::SNS::Topic' }])));
    if (acknowledged) {
      Validations.of(stack).acknowledge({ id: 'GR-19', reason: 'The mesh is complete.' });
    }
    expect(synthesize(app).violations.includes('GR-19 Stage/Stack')).toBe(!acknowledged);
  });

  test('what is no template fails the run with the CDK\'s own report', () => {
    const app = newApp();
    new Stack(app, 'Stack').addTransform('A');
    jest.spyOn(MeshGuardRails.prototype, 'validate').mockImplementationOnce(function (this: MeshGuardRails, { templatePaths }) {
      return this.validate({ templatePaths: [...templatePaths, __filename] });
    });
    const { fails, printed } = synthesize(app);
    expect(fails).toBe(true);
    expect(printed).toContain('mesh-guard-rails.test.ts" is not readable as JSON');
  });
});

describe('documentation', () => {
  const rows = readFileSync(join(ROOT, 'docs', 'guard-rails.md'), 'utf8').split('\n')
    .map(line => line.split('|').slice(1, -1).map(cell => cell.trim()))
    .filter(([id]) => /^GR-\d+$/.test(id ?? ''));

  test('the table has each rule as it is', () => {
    expect(rows.map(([id, severity, what, limit, source]) => ({ id, severity, what, limit, source: /\]\((.*)\)$/.exec(source)?.[1] })))
      .toEqual(ALL_GUARD_RAILS.map(({ id, severity, what, limit, source }) => ({ id, severity, what, limit, source })));
  });

  test('ids are in order and given once, and the plugin tells them', () => {
    const ids = rows.map(([id]) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(new MeshGuardRails().ruleIds).toEqual(ids);
  });

  test('each rule has a test of its own', () => {
    const tests = ['provider', 'consumer'].map(name => readFileSync(join(__dirname, `${name}.test.ts`), 'utf8')).join('\n');
    expect(rows.map(([id]) => id).filter(id => !tests.includes(`['${id} `) && !tests.includes(`[\`${id} `))).toEqual([]);
  });
});
