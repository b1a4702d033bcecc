import { Aws, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApiObject, App, Chart, Lazy as Cdk8sLazy, Yaml } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { CdkTokenGuard } from '../../src/kubernetes';
import { assertNoCdkToken } from '../../src/kubernetes/cdk-token-guard';

function chartWith(spec: any, metadata: any = { name: 'object' }, guarded = true): Chart {
  const chart = new Chart(new App({ resolvers: guarded ? [new CdkTokenGuard()] : [] }), 'chart');
  new ApiObject(chart, 'resource', { apiVersion: 'example.com/v1', kind: 'Example', metadata, spec });
  return chart;
}

/** The manifest as cdk8s prints it when nobody looks. */
function unguardedText(spec: any): string {
  return Yaml.stringify(...chartWith(spec, undefined, false).toJson());
}

function endpoint(): InterfaceVpcEndpoint {
  const stack = new Stack();
  return new InterfaceVpcEndpoint(stack, 'Endpoint', { vpc: new Vpc(stack, 'Vpc'), service: new InterfaceVpcEndpointService('com.example', 443) });
}

const TOKENS: Record<string, () => unknown> = {
  'text': () => Aws.REGION,
  'a token inside text': () => `https://${Aws.REGION}.example:443/`,
  'an attribute of a resource, as text': () => endpoint().vpcEndpointId,
  'Fn.getAtt': () => Fn.getAtt('Endpoint', 'DnsEntries'),
  'Fn.getAtt as text': () => Fn.getAtt('Endpoint', 'DnsEntries').toString(),
  'a number': () => Token.asNumber(Fn.ref('Port')),
  'a list': () => endpoint().vpcEndpointDnsEntries,
  'an element of Fn.select': () => Fn.select(0, endpoint().vpcEndpointDnsEntries),
  'a lazy value of the CDK': () => Lazy.string({ produce: () => 'late' }),
};

describe('the resolver', () => {
  test.each(Object.entries(TOKENS))('fails when a value is %s', (_, token) => {
    expect(() => chartWith({ endpoints: [{ address: token() }] }).toJson())
      .toThrow(/'chart\/resource'.* spec\.endpoints\.0\.address(\.0)? of Example "object" is a CDK token.*only at deployment.*give a literal value/);
  });

  test('fails when a name is a token', () => {
    expect(() => chartWith({}, { name: Fn.ref('Name') }).toJson()).toThrow(/'chart\/resource'.* name of Example .* is a CDK token/);
  });

  test('fails when a label is a token', () => {
    expect(() => chartWith({}, { name: 'object', labels: { region: Aws.REGION } }).toJson()).toThrow(/labels\.region of Example "object"/);
  });

  test('fails when a lazy value of cdk8s produces a token', () => {
    expect(() => chartWith({ late: Cdk8sLazy.any({ produce: () => Aws.REGION }) }).toJson()).toThrow(/spec\.late of Example "object"/);
  });

  test('fails when a built-in kind has a token', () => {
    const chart = new Chart(new App({ resolvers: [new CdkTokenGuard()] }), 'chart');
    new k8s.KubeConfigMap(chart, 'resource', { metadata: { name: 'config' }, data: { region: Aws.REGION } });
    expect(() => chart.toJson()).toThrow(/data\.region of ConfigMap "config"/);
  });

  test('leaves other values as they are', () => {
    // Under a key "__proto__", cdk8s sets the prototype, and then refuses an object that is none of its own.
    const spec = fc.jsonValue({ maxDepth: 3 }).filter(value => value !== null && !JSON.stringify(value).includes('"__proto__"'));
    fc.assert(fc.property(spec, value => {
      expect(chartWith({ value }).toJson()).toEqual(chartWith({ value }, undefined, false).toJson());
    }));
  });

  test('leaves text that only mentions tokens, lazy values and unions as they are', () => {
    const spec = {
      text: 'Token[ and ${Token without an end',
      variable: '${REGION}',
      late: Cdk8sLazy.any({ produce: () => 'soon' }),
      port: k8s.IntOrString.fromNumber(80),
      far: -1e300,
    };
    expect(chartWith(spec).toJson()[0].spec).toEqual({ ...spec, late: 'soon', port: { value: 80 } });
  });
});

describe('the check of finished text', () => {
  test.each(Object.entries(TOKENS))('fails when there is %s', (_, token) => {
    const text = unguardedText({ address: token() });
    expect(() => assertNoCdkToken(text, 'dist/cluster1/40-remote-cluster2.yaml'))
      .toThrow(/^dist\/cluster1\/40-remote-cluster2\.yaml, line \d+, has a CDK token in it \(.+\): .*only at deployment/);
  });

  test.each([
    ['text', Aws.REGION],
    ['a number', String(Token.asNumber(Fn.ref('Port')))],
  ])('fails when the key of a map is %s, which the resolver never sees', (_, key) => {
    const chart = chartWith({ ports: { [key]: 15443 } });
    expect(() => chart.toJson()).not.toThrow();
    expect(() => assertNoCdkToken(Yaml.stringify(...chart.toJson()), 'file')).toThrow(/has a CDK token in it/);
  });

  test.each(['{"Fn::GetAtt":["Endpoint","DnsEntries"]}', 'address:\n  Fn::Join:\n    - ""\n', 'Fn::GetStackOutput: x'])('fails when there is the intrinsic function in %j', text => {
    expect(() => assertNoCdkToken(text, 'file')).toThrow(/\(Fn::(GetAtt|Join|GetStackOutput)\)/);
  });

  test('says the line', () => {
    expect(() => assertNoCdkToken(`a: 1\nb:\n  c: ${Aws.REGION}\n`, 'file')).toThrow(/^file, line 3, has a CDK token in it \(\$\{Token\[/);
  });

  test.each(['', 'a: ${REGION}', 'a: "#{Token"', 'std::Fn::call', 'a: 1.5e+289', 'Token[TOKEN.1]'])('takes %j', text => {
    expect(() => assertNoCdkToken(text, 'file')).not.toThrow();
  });
});
