import { found } from './found';
import { CertificateAuthority, ExternalSecrets, FindingSeverity, Mesh } from '../../../src/mesh';
import { addCluster } from '../meshes';

const externalSecrets = ExternalSecrets.withServiceAccount({ roleArn: 'arn:aws:iam::111111111111:role/mesh-secrets' });

function meshOf(...authorities: CertificateAuthority[]): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  const clusters = authorities.map((certificateAuthority, index) => addCluster(mesh, `cluster${index + 1}`, { certificateAuthority, externalSecrets }));
  clusters.slice(1).forEach(cluster => mesh.connect(clusters[0], cluster));
  return mesh;
}

test('different sources: one finding that names them', () => {
  const mesh = meshOf(CertificateAuthority.fromFiles(), CertificateAuthority.awsPrivateCa({ issuerName: 'mesh-root' }), CertificateAuthority.externalSecrets());
  expect(found(mesh, 'TRUST-01')).toEqual([{
    id: 'TRUST-01',
    severity: FindingSeverity.INFO,
    subject: 'cluster1',
    message: 'whether the certificate authorities of mesh "demo" lead to one root is not known at synthesis ' +
      '(cluster1: files, cluster2: AWSPCAClusterIssuer "mesh-root", cluster3: external-secrets): compare the root in the Secret cacerts of each cluster before the first call',
  }]);
});

test('issuers inside the clusters: each may have a root of its own', () => {
  const issuer = () => CertificateAuthority.certManager({ issuerName: 'root' });
  expect(found(meshOf(issuer(), issuer()), 'TRUST-01').map(({ message }) => message)).toEqual([
    expect.stringContaining('(cluster1: ClusterIssuer "root", cluster2: ClusterIssuer "root")'),
  ]);
});

test.each([
  ['files', () => CertificateAuthority.fromFiles()],
  ['External Secrets', () => CertificateAuthority.externalSecrets()],
  ['AWS Private CA', () => CertificateAuthority.awsPrivateCa({ issuerName: 'mesh-root' })],
])('not where all come from %s', (_, authority) => {
  expect(found(meshOf(authority(), authority()), 'TRUST-01')).toEqual([]);
});

test('not for a cluster alone', () => {
  expect(found(meshOf(CertificateAuthority.certManager({ issuerName: 'root' })), 'TRUST-01')).toEqual([]);
});
