import { Fn } from 'aws-cdk-lib';
import { manifest } from './manifests';
import { GatewayTargetGroupBinding } from '../../src/kubernetes';

function binding(targetGroupName: string): any {
  return manifest(chart => new GatewayTargetGroupBinding(chart, 'binding', { targetGroupName }));
}

test('registers the pods behind the gateway\'s Service', () => {
  expect(binding('demo-cluster1-ew')).toEqual({
    apiVersion: 'elbv2.k8s.aws/v1beta1',
    kind: 'TargetGroupBinding',
    metadata: { name: 'istio-eastwestgateway', namespace: 'istio-system' },
    spec: {
      serviceRef: { name: 'istio-eastwestgateway', port: 15443 },
      targetGroupName: 'demo-cluster1-ew',
      targetType: 'ip',
    },
  });
});

test.each(['a', 'A-1', 'a'.repeat(32)])('takes the name "%s"', name => {
  expect(binding(name).spec.targetGroupName).toBe(name);
});

test.each(['', '-a', 'a-', 'a_b', 'a.b', 'a'.repeat(33)])('fails when the name is "%s"', name => {
  expect(() => binding(name)).toThrow(`target group name "${name}" is not a name for Elastic Load Balancing: expected at most 32`);
});

test('fails when the name is a CDK token', () => {
  expect(() => binding(Fn.ref('TargetGroup'))).toThrow(/target group name is a CDK token/);
});
