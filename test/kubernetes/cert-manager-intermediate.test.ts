import { Fn } from 'aws-cdk-lib';
import { manifest } from './manifests';
import { createIntermediate, createRoot } from '../../src/cli/certificate-authority';
import { istiodDnsNames } from '../../src/cli/intermediates';
import { generateKey } from '../../src/cli/key-algorithm';
import { KeyUsageFlags } from '../../src/cli/x509';
import { CertManagerIntermediate, CertManagerIntermediateProps } from '../../src/kubernetes';
import { CaKeyAlgorithm, CertificateAuthority } from '../../src/mesh';

const byClusterIssuer = CertificateAuthority.certManager({ issuerName: 'mesh-root' });

function certificate(props: Partial<CertManagerIntermediateProps> = {}): any {
  return manifest(chart => new CertManagerIntermediate(chart, 'ca', {
    meshId: 'demo', cluster: 'cluster1', certificateAuthority: byClusterIssuer, ...props,
  }));
}

test('an authority in the Secret that istiod reads, from a ClusterIssuer', () => {
  expect(certificate()).toEqual({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'cacerts', namespace: 'istio-system' },
    spec: {
      secretName: 'cacerts',
      isCA: true,
      commonName: 'Intermediate CA',
      subject: { organizations: ['demo'], localities: ['cluster1'] },
      dnsNames: ['istiod.istio-system.svc'],
      duration: '8760h',
      renewBefore: '1440h',
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      usages: ['cert sign', 'crl sign'],
      issuerRef: { name: 'mesh-root', kind: 'ClusterIssuer', group: 'cert-manager.io' },
      revisionHistoryLimit: 1,
    },
  });
});

test('says of itself what an intermediate of the command line tool says', async () => {
  const now = new Date();
  const notAfter = new Date(now.getTime() + 86_400_000);
  const rootKey = await generateKey('ec-p256');
  const root = { key: rootKey, certificate: await createRoot({ meshId: 'demo', key: rootKey, days: 2, now }) };
  const dnsNames = istiodDnsNames({ revision: 'canary', istioNamespace: 'istio-system' });
  const ofTool = await createIntermediate(root, { meshId: 'demo', cluster: 'cluster1', dnsNames, key: await generateKey('ec-p256'), notAfter, now });
  const { spec } = certificate({ revision: 'canary' });
  expect(ofTool.subject).toBe(`O=${spec.subject.organizations}, CN=${spec.commonName}, L=${spec.subject.localities}`);
  expect(ofTool.dnsNames).toEqual(spec.dnsNames);
  const bits: { [usage: string]: number } = { 'cert sign': KeyUsageFlags.keyCertSign, 'crl sign': KeyUsageFlags.cRLSign };
  expect(ofTool.keyUsage).toBe(spec.usages.reduce((sum: number, usage: string) => sum + bits[usage], 0));
});

test('an issuer of one\'s own', () => {
  const certificateAuthority = CertificateAuthority.certManager({
    issuerName: 'vault', issuerKind: 'VaultIssuer', issuerGroup: 'pki.example.com', validityDays: 30, renewBeforeDays: 7,
  });
  expect(certificate({ certificateAuthority }).spec).toMatchObject({
    issuerRef: { name: 'vault', kind: 'VaultIssuer', group: 'pki.example.com' }, duration: '720h', renewBefore: '168h',
  });
});

test.each([[undefined, 'AWSPCAClusterIssuer'], [false, 'AWSPCAClusterIssuer'], [true, 'AWSPCAIssuer']])('AWS Private CA, namespaced: %s', (namespaced, kind) => {
  const certificateAuthority = CertificateAuthority.awsPrivateCa({ issuerName: 'mesh-root', namespaced });
  expect(certificate({ certificateAuthority }).spec.issuerRef).toEqual({ name: 'mesh-root', kind, group: 'awspca.cert-manager.io' });
});

test.each([
  [CaKeyAlgorithm.EC_P256, 'ECDSA', 256],
  [CaKeyAlgorithm.EC_P384, 'ECDSA', 384],
  [CaKeyAlgorithm.RSA_2048, 'RSA', 2048],
  [CaKeyAlgorithm.RSA_3072, 'RSA', 3072],
  [CaKeyAlgorithm.RSA_4096, 'RSA', 4096],
])('a key of kind %s', (keyAlgorithm, algorithm, size) => {
  const certificateAuthority = CertificateAuthority.certManager({ issuerName: 'mesh-root', keyAlgorithm });
  expect(certificate({ certificateAuthority }).spec.privateKey).toMatchObject({ algorithm, size });
});

test.each([
  [CertificateAuthority.fromFiles(), 'files'],
  [CertificateAuthority.externalSecrets(), 'external-secrets'],
])('fails where cert-manager does not make the authority', (certificateAuthority, kind) => {
  expect(() => certificate({ certificateAuthority })).toThrow(
    `the certificate authority of cluster "cluster1" is of kind "${kind}", which cert-manager does not make: use CertificateAuthority.certManager() or .awsPrivateCa()`);
});

test.each([
  [{ meshId: 'Demo' }, 'mesh id "Demo" is not a DNS label'],
  [{ cluster: 'cluster_1' }, 'cluster name "cluster_1" is not a DNS label'],
  [{ revision: '1.31' }, 'revision "1.31" is not a DNS label'],
  [{ meshId: Fn.ref('MeshId') }, 'mesh id is a CDK token'],
])('fails with %j', (props, message) => {
  expect(() => certificate(props)).toThrow(message);
});
