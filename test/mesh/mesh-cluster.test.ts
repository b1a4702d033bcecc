import { Fn } from 'aws-cdk-lib';
import { errorMessage } from './error-message';
import { addCluster, exportApi, meshOf, pair } from './meshes';
import {
  CertificateAuthority, CertificateAuthorityKind, ExternalSecrets, GatewayInstaller, IstiodInstallation, IstioVersion, LinkMode, LoadBalancer, Mesh,
  MeshClusterProps, NameResolution, ServicePort,
} from '../../src/mesh';

const demo = () => new Mesh({ meshId: 'demo' });
const failure = (overrides: Partial<MeshClusterProps>, name = 'a') => errorMessage(() => addCluster(demo(), name, overrides));

test('has the defaults that its properties promise', () => {
  const mesh = demo();
  const cluster = mesh.addCluster('a', { account: '111111111111', region: 'eu-west-1', vpc: addCluster(demo(), 'x').vpc });
  expect(cluster).toMatchObject({
    name: 'a',
    network: 'a',
    partition: 'aws',
    podSecurityGroupIds: [],
    podCidrs: [],
    principalArns: ['arn:aws:iam::111111111111:root'],
    loadBalancer: { fromKubernetesService: false },
    gatewayInstallation: { installer: GatewayInstaller.MANIFESTS },
    istiodInstallation: IstiodInstallation.BUNDLE,
    certificateAuthority: { kind: CertificateAuthorityKind.FILES },
    externalSecrets: undefined,
    nameResolution: NameResolution.DNS_CAPTURE,
    revision: undefined,
    defaultReader: false,
    exposeAllServices: false,
    interfaceEndpointQuota: 50,
  });
  expect(cluster.istioVersion).toBe(mesh.istioVersion);
  expect(cluster.mesh).toBe(mesh);
});

test.each([['eu-west-1', 'aws'], ['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('the partition of %s is %s', (region, partition) => {
  const cluster = addCluster(demo(), 'a', { region });
  expect(cluster.partition).toBe(partition);
  expect(cluster.principalArns).toEqual([`arn:${partition}:iam::111111111111:root`]);
});

describe('name', () => {
  test.each(['', 'Cluster1', 'cluster_1', 'cluster1.prod', '-a', 'a-', 'a b', 'ä'])('fails when it is %j', name => {
    expect(failure({}, name)).toBe(
      `cluster name "${name}" is not a DNS label: expected lower-case letters, digits and hyphens, starting and ending with a letter or digit`);
  });

  test('fails when it starts with a digit', () => {
    expect(failure({}, '1a')).toBe('cluster name "1a" does not start with a letter: choose a DNS label that does');
  });

  test('fails when its reader would be that of Istio', () => {
    expect(failure({}, 'service-account')).toBe('cluster name "service-account" is not free: ' +
      'the account "istio-reader-service-account" that reads for it in other clusters would be Istio\'s own, choose another name');
  });

  test('fails when it is too long', () => {
    expect(addCluster(demo(), 'a'.repeat(32)).name).toHaveLength(32);
    expect(failure({}, 'a'.repeat(33))).toBe(`cluster name "${'a'.repeat(33)}" has 33 characters: at most 32 are allowed, choose a shorter one`);
  });
});

describe('tokens', () => {
  const token = Fn.ref('Parameter');

  test('fails when the name is a token', () => {
    expect(failure({}, token)).toMatch(/^cluster name is a CDK token \(\$\{Token\[.+\]\}\): .* give the literal value$/);
  });

  test.each<[string, Partial<MeshClusterProps>]>([
    ['account', { account: token }],
    ['region', { region: token }],
    ['network', { network: token }],
    ['revision', { revision: token }],
    ['security group id', { podSecurityGroupIds: [token] }],
    ['pod range', { podCidrs: [token] }],
    ['principal', { principalArns: [token] }],
  ])('fails when the %s is a token', (what, overrides) => {
    const message = failure(overrides);
    expect(message).toMatch(/ of cluster "a" is a CDK token \(\$\{Token\[.+\]\}\): it must be known at synthesis, .*; give the literal value$/);
    expect(message.startsWith(`${what} of`)).toBe(true);
  });
});

test.each(['', '11111111111', '1111111111111', '11111111111a', ' 111111111111', '111111111111\n', '1111-1111-1111', '１１１１１１１１１１１１'])('fails when the account is %j', account => {
  expect(failure({ account })).toBe(
    `account ${JSON.stringify(account)} of cluster "a" is not an AWS account id: expected 12 digits, in quotes so that leading zeros stay`);
});

test('an account may start with zeros', () => {
  expect(addCluster(demo(), 'a', { account: '000000000001' }).account).toBe('000000000001');
});

test.each(['', 'eu-west', 'eu-west-9', 'EU-WEST-1', 'eu-west-1a', 'constructor', '__proto__'])('fails when the region is %j', region => {
  expect(failure({ region })).toBe(
    `region "${region}" of cluster "a" is not known to aws-cdk-lib: expected a name such as "eu-west-1"; for a newer region upgrade aws-cdk-lib`);
});

test.each(['', 'Network', 'a.b', 'n/1'])('fails when the network is %j', network => {
  expect(failure({ network })).toBe(`network "${network}" of cluster "a" is not a DNS label: ` +
    'expected lower-case letters, digits and hyphens, starting and ending with a letter or digit');
});

test('fails when the network is too long', () => {
  expect(failure({ network: 'n'.repeat(64) })).toBe(`network "${'n'.repeat(64)}" of cluster "a" has 64 characters: at most 63 are allowed, choose a shorter one`);
});

test('fails when the revision is not a DNS label', () => {
  expect(addCluster(demo(), 'a', { revision: '1-31-1' }).revision).toBe('1-31-1');
  expect(failure({ revision: '1.31.1' })).toMatch(/^revision "1\.31\.1" of cluster "a" is not a DNS label: expected lower-case letters, digits and hyphens, /);
});

test.each(['', 'sg-', 'sg-XYZ', 'default', 'sg-0a0000000 '])('fails when a security group is %j', id => {
  expect(failure({ podSecurityGroupIds: ['sg-0a0000000', id] })).toBe(
    `security group id "${id}" of cluster "a" is not the id of a security group: expected "sg-" and 8 to 17 hexadecimal digits`);
});

test('fails when a range of the pods is not one', () => {
  expect(failure({ podCidrs: ['10.0.0.0/8', '10.0.0.300/8'] })).toBe('pod range "10.0.0.300/8" of cluster "a" is not an IPv4 range: expected for instance "10.0.0.0/16"');
  expect(failure({ podCidrs: ['0.0.0.0/0'] })).toBe(
    'pod range "0.0.0.0/0" of cluster "a" is the whole internet: give the range itself, for instance "10.0.0.0/16"');
});

describe('principals', () => {
  test.each(['root', 'role/Admin', 'role/path/to/Admin_1+=,.@-', 'user/me'])('takes %s of the account', principal => {
    const principalArns = [`arn:aws:iam::111111111111:${principal}`];
    expect(addCluster(demo(), 'a', { principalArns }).principalArns).toEqual(principalArns);
  });

  test.each([
    '', '*', 'arn:aws:iam::111111111111:*', 'arn:aws:iam::111111111111:role/*', 'arn:aws:iam::111111111111:role/', 'arn:aws:iam::111111111111:role/Admin?',
    'arn:aws:iam::222222222222:root', 'arn:aws:iam::*:root', 'arn:aws-cn:iam::111111111111:root', 'arn:aws:sts::111111111111:assumed-role/Admin/me',
    'arn:aws:iam::111111111111:root\n', '111111111111',
  ])('fails when one is %j', principal => {
    expect(failure({ principalArns: ['arn:aws:iam::111111111111:root', principal] })).toBe(
      `principal ${JSON.stringify(principal)} of cluster "a" is not an exact principal of account 111111111111: ` +
      'expected arn:aws:iam::111111111111:root, :role/<name> or :user/<name>, without wildcards');
  });

  test('fails when there is none', () => {
    expect(failure({ principalArns: [] })).toBe('principalArns of cluster "a" is empty, so that nobody could create its endpoints: ' +
      'give at least one principal of account 111111111111, or leave principalArns out for the account as a whole');
  });
});

test.each([
  'arn:aws:elasticloadbalancing:eu-west-1:222222222222:loadbalancer/net/a/50dc6c495c0c9188',
  'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/a/50dc6c495c0c9188',
])('fails when the load balancer is elsewhere: %s', loadBalancerArn => {
  expect(failure({ loadBalancer: LoadBalancer.fromService({ loadBalancerArn }) })).toBe(
    `load balancer ARN "${loadBalancerArn}" of cluster "a" leads elsewhere: an endpoint service takes load balancers of its own account and region only, ` +
    'expected one in account 111111111111 and region eu-west-1');
});

describe('External Secrets', () => {
  const externalSecrets = (roleArn: string) => ExternalSecrets.withServiceAccount({ roleArn });

  test('may bring the certificate authority', () => {
    const props = { externalSecrets: externalSecrets('arn:aws:iam::111111111111:role/eso'), certificateAuthority: CertificateAuthority.externalSecrets() };
    expect(addCluster(demo(), 'a', props)).toMatchObject(props);
  });

  test('fails when it brings the certificate authority, and nobody says how', () => {
    expect(failure({ certificateAuthority: CertificateAuthority.externalSecrets() })).toBe(
      'cluster "a" takes its certificate authority from External Secrets, but it is not said how that reaches AWS: ' +
      'give externalSecrets, or another certificateAuthority');
  });

  test.each([
    ['eu-west-1', 'arn:aws:iam::222222222222:role/eso', 'arn:aws:iam::111111111111:role/<name>'],
    ['eu-west-1', 'arn:aws-cn:iam::111111111111:role/eso', 'arn:aws:iam::111111111111:role/<name>'],
    ['cn-north-1', 'arn:aws:iam::111111111111:role/eso', 'arn:aws-cn:iam::111111111111:role/<name>'],
  ])('fails when in %s the role is %s', (region, roleArn, expected) => {
    expect(failure({ region, externalSecrets: externalSecrets(roleArn) })).toBe(
      `role "${roleArn}" of External Secrets of cluster "a" leads elsewhere: the secrets let in a role of the cluster's own account only, expected ${expected}`);
  });
});

describe('default reader', () => {
  test.each([['1.29', true], ['1.30.4', false], ['1.31', false]])('in %s is there unless told otherwise: %s', (version, there) => {
    expect(addCluster(demo(), 'a', { istioVersion: IstioVersion.of(version) }).defaultReader).toBe(there);
    expect(addCluster(demo(), 'a', { istioVersion: IstioVersion.of(version), defaultReader: true }).defaultReader).toBe(true);
  });

  test.each(['1.27', '1.29.6'])('fails when it is to be left out of Istio %s', version => {
    expect(failure({ istioVersion: IstioVersion.of(version), defaultReader: false })).toBe(
      `cluster "a" leaves out Istio's default reader, but runs Istio ${version}: the charts can do that from 1.30 on, upgrade Istio or omit defaultReader`);
  });

  test('fails when the version is that of the mesh', () => {
    const mesh = new Mesh({ meshId: 'demo', istioVersion: IstioVersion.V1_28 });
    expect(errorMessage(() => addCluster(mesh, 'a', { defaultReader: false }))).toMatch(/^cluster "a" leaves out .* runs Istio 1\.28: /);
  });
});

test.each([0, -1, 1.5, NaN, Infinity])('fails when the quota is %d', interfaceEndpointQuota => {
  expect(failure({ interfaceEndpointQuota })).toBe(
    `interface endpoint quota ${interfaceEndpointQuota} of cluster "a" is not a quota: expected a whole number of at least 1`);
});

test('fails when a service is exported twice', () => {
  const cluster = addCluster(demo(), 'a');
  exportApi(cluster, { namespace: 'shop' });
  expect(errorMessage(() => exportApi(cluster, { namespace: 'shop', ports: [ServicePort.tcp(81)] }))).toBe(
    'service api.shop.svc.cluster.local is exported twice by cluster "a": export it once, with all its ports');
  exportApi(cluster, { namespace: 'other' });
  expect(cluster.exportedServices.map(service => [service.namespace, service.ports[0].port])).toEqual([['other', 80], ['shop', 80]]);
});

test('imports what the links bring in, sorted by host, once for each provider', () => {
  const { mesh, clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
  for (const cluster of [c, b]) {
    exportApi(cluster, { namespace: 'shop' });
    a.consume(cluster);
  }
  expect(a.importedServices.map(service => `${service.cluster}/${service.namespace}`)).toEqual(['b/b', 'c/c', 'b/shop', 'c/shop']);
  expect(mesh.links.map(link => link.name)).toEqual(['a -> b', 'a -> c']);
});

test('changing a returned list, or a given one, changes no cluster', () => {
  const podSecurityGroupIds = ['sg-0a0000000'];
  const podCidrs = ['10.0.0.0/8'];
  const principalArns = ['arn:aws:iam::111111111111:root'];
  const { cluster1 } = pair();
  const cluster = addCluster(cluster1.mesh, 'a', { podSecurityGroupIds, podCidrs, principalArns });
  cluster1.deployDemo(cluster1.exportedServices[0]);
  cluster1.consume(cluster, { mode: LinkMode.serviceEntry() });
  const sizes = () => [
    cluster.podSecurityGroupIds, cluster.podCidrs, cluster.principalArns, cluster1.exportedServices, cluster1.importedServices,
    cluster1.demoWebServers, cluster1.consumes, cluster1.provides,
  ];
  const before = sizes().map(list => list.length);
  for (const list of [podSecurityGroupIds, podCidrs, principalArns, ...sizes()] as unknown[][]) {
    list.reverse();
    list.push(undefined);
  }
  expect(sizes().map(list => list.length)).toEqual(before);
  expect(before).toEqual([1, 1, 1, 1, 1, 1, 2, 1]);
});
