import { Duration, Fn, Lazy } from 'aws-cdk-lib';
import { errorMessage } from './error-message';
import { LoadBalancer } from '../../src/mesh';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/demo-a-ew/50dc6c495c0c9188';

test('the CDK creates it without protection and with the default idle timeout, unless told otherwise', () => {
  expect(LoadBalancer.managed()).toMatchObject({ fromKubernetesService: false, deletionProtection: false, idleTimeoutSeconds: 350 });
  expect(LoadBalancer.managed({ deletionProtection: true, idleTimeout: Duration.minutes(10) }))
    .toMatchObject({ fromKubernetesService: false, deletionProtection: true, idleTimeoutSeconds: 600 });
});

test('a Service creates it, found by ARN or by the name of the EKS cluster', () => {
  expect(LoadBalancer.fromService()).toMatchObject({ fromKubernetesService: true, deletionProtection: false, idleTimeoutSeconds: 350 });
  expect(LoadBalancer.fromService({ loadBalancerArn: ARN }).loadBalancerArn).toBe(ARN);
  expect(LoadBalancer.fromService({ eksClusterName: 'Prod_1-a' }).eksClusterName).toBe('Prod_1-a');
});

test.each([
  'arn:aws-cn:elasticloadbalancing:cn-north-1:111111111111:loadbalancer/net/a/0123456789abcdef',
  'arn:aws-us-gov:elasticloadbalancing:us-gov-west-1:111111111111:loadbalancer/net/a/0123456789abcdef',
])('takes %s', loadBalancerArn => {
  expect(LoadBalancer.fromService({ loadBalancerArn }).loadBalancerArn).toBe(loadBalancerArn);
});

test.each([
  '', 'demo-a-ew', ARN.replace('/net/', '/app/'), ARN.replace('111111111111', '1111'), ARN.replace(':loadbalancer/', ':targetgroup/'), `${ARN}\n`, `x${ARN}`, `${ARN}/more`,
])('fails when the ARN is %j', loadBalancerArn => {
  expect(errorMessage(() => LoadBalancer.fromService({ loadBalancerArn }))).toBe(
    `load balancer ARN ${JSON.stringify(loadBalancerArn)} is not that of a network load balancer: ` +
    'expected arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>');
});

test.each(['', 'a b', '-a', '_a', 'a.b', 'a'.repeat(101)])('fails when the name of the EKS cluster is %j', eksClusterName => {
  expect(errorMessage(() => LoadBalancer.fromService({ eksClusterName }))).toBe(
    `EKS cluster name ${JSON.stringify(eksClusterName)} is not the name of an EKS cluster: ` +
    'expected at most 100 letters, digits, "-" and "_", starting with a letter or digit');
});

test('fails when the ARN, the name or the idle timeout is a token', () => {
  expect(errorMessage(() => LoadBalancer.fromService({ loadBalancerArn: Fn.ref('Arn') }))).toMatch(/^load balancer ARN is a CDK token \(\$\{Token/);
  expect(errorMessage(() => LoadBalancer.fromService({ eksClusterName: Fn.ref('Name') }))).toMatch(/^EKS cluster name is a CDK token \(\$\{Token/);
  expect(errorMessage(() => LoadBalancer.managed({ idleTimeout: Duration.seconds(Lazy.number({ produce: () => 100 })) })))
    .toMatch(/^idle timeout is a CDK token \(-\d.*\): .* give the literal value$/);
});

test.each([60, 6000])('takes an idle timeout of %d seconds', seconds => {
  expect(LoadBalancer.managed({ idleTimeout: Duration.seconds(seconds) }).idleTimeoutSeconds).toBe(seconds);
  expect(LoadBalancer.fromService({ idleTimeout: Duration.seconds(seconds) }).idleTimeoutSeconds).toBe(seconds);
});

test.each([
  [Duration.seconds(0), 0], [Duration.seconds(59), 59], [Duration.seconds(6001), 6001], [Duration.hours(2), 7200], [Duration.millis(100_500), 100.5],
])('fails when the idle timeout is out of range: %s', (idleTimeout, seconds) => {
  const message = `idle timeout of ${seconds} seconds is out of range: a network load balancer takes a whole number from 60 to 6000 seconds`;
  expect(errorMessage(() => LoadBalancer.managed({ idleTimeout }))).toBe(message);
  expect(errorMessage(() => LoadBalancer.fromService({ idleTimeout }))).toBe(message);
});
