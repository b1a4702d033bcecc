/**
 * cert-manager makes and renews the certificate authority of each cluster, and no key of one ever leaves its cluster.
 * One root above both: AWS Private CA signs the intermediate of "edge" itself. In "core", where nobody may call it, a CA issuer does,
 * whose own certificate that same root has signed.
 */
import { App } from 'aws-cdk-lib';
import { CaKeyAlgorithm, CertificateAuthority, ClusterVpc, Mesh, MeshBundles, MeshStacks, ServicePort } from 'cdk-istio-privatelink';

const mesh = new Mesh({ meshId: 'trust' });

const core = mesh.addCluster('core', {
  account: '111111111111',
  region: 'eu-central-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a111111111111111',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    subnetIds: ['subnet-0a111111111111111', 'subnet-0b111111111111111'],
  }),
  podSecurityGroupIds: ['sg-0a111111111111111'],
  // The Secret of this ClusterIssuer holds the whole chain in tls.crt, its own certificate first and the common root last:
  // cert-manager takes the last for ca.crt, and istiod takes that for the root of the mesh.
  certificateAuthority: CertificateAuthority.certManager({ issuerName: 'mesh-intermediates', validityDays: 180, renewBeforeDays: 60 }),
});
const edge = mesh.addCluster('edge', {
  account: '111111111111',
  region: 'eu-central-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a222222222222222',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    subnetIds: ['subnet-0a222222222222222', 'subnet-0b222222222222222'],
  }),
  podSecurityGroupIds: ['sg-0a222222222222222'],
  // An AWSPCAClusterIssuer whose CA is the root, or was signed by it. Two intermediates below each other need a CA with a path length of 1.
  certificateAuthority: CertificateAuthority.awsPrivateCa({ issuerName: 'mesh-root', keyAlgorithm: CaKeyAlgorithm.EC_P384 }),
  revision: '1-31',
});

core.exportService({ namespace: 'accounts', name: 'ledger', ports: [ServicePort.grpc(9000)], serviceAccount: 'ledger' });
edge.exportService({ namespace: 'web', name: 'proxy', ports: [ServicePort.http(80)], serviceAccount: 'proxy' });

mesh.connect(core, edge);

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();
new MeshBundles({ mesh }).synth();
