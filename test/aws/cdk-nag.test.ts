import { App, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ENV, everyResource, foreignResources } from './every-resource';
import { synthesizeApp } from './synthesize';

/** Rule and construct of each finding of the pack "AWS Solutions". As a plugin the pack needs a later release of the CDK. */
function violations(app: App): string[] {
  synthesizeApp(app);
  return new AwsSolutionsChecks().validateScope(app).violations
    .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`))
    .filter(violation => !violation.includes(' Network/'))
    .sort();
}

test('cdk-nag finds nothing that is not acknowledged with a reason', () => {
  const app = new App();
  everyResource(app);
  expect(violations(app)).toEqual([]);
});

test('what is acknowledged here stays a finding elsewhere in the app', () => {
  const app = new App();
  everyResource(app);
  foreignResources(new Stack(app, 'Other', { env: ENV }));
  expect(violations(app)).toEqual([
    'AwsSolutions-EC23 Other/SecurityGroup/Resource', 'AwsSolutions-ELB2 Other/LoadBalancer/Resource', 'AwsSolutions-SMG4 Other/Secret/Resource',
  ]);
});
