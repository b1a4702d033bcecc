/**
 * Two accounts, two regions, and nobody runs the command line tool against a cluster: External Secrets brings the certificate authority
 * of each cluster from AWS Secrets Manager, and carries the tokens of the remote secrets from provider to consumer.
 */
import { App } from 'aws-cdk-lib';
import { CertificateAuthority, ClusterVpc, ExternalSecrets, LinkMode, Mesh, MeshBundles, MeshStacks, RemoteSecret, ServicePort } from 'cdk-istio-privatelink';

const mesh = new Mesh({ meshId: 'vault' });

const payments = mesh.addCluster('payments', {
  account: '111111111111',
  region: 'eu-west-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a111111111111111',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    subnetIds: ['subnet-0a111111111111111', 'subnet-0b111111111111111'],
  }),
  podSecurityGroupIds: ['sg-0a111111111111111'],
  certificateAuthority: CertificateAuthority.externalSecrets(),
  // The role's trust policy names the service account that the bundle brings, and the secrets name the role: it exists before both.
  externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: 'arn:aws:iam::111111111111:role/mesh-secrets', refreshMinutes: 15 }),
});
const reporting = mesh.addCluster('reporting', {
  account: '222222222222',
  region: 'us-east-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a222222222222222',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    subnetIds: ['subnet-0a222222222222222', 'subnet-0b222222222222222'],
  }),
  podSecurityGroupIds: ['sg-0a222222222222222'],
  certificateAuthority: CertificateAuthority.externalSecrets(),
  // EKS Pod Identity gives the operator its role, so the store needs no account of its own. A finding says what else that means.
  externalSecrets: ExternalSecrets.withOperatorRole({ roleArn: 'arn:aws:iam::222222222222:role/external-secrets' }),
});

payments.exportService({ namespace: 'payments', name: 'api', ports: [ServicePort.http(80)], serviceAccount: 'payments-api' });
reporting.exportService({ namespace: 'reporting', name: 'sink', ports: [ServicePort.grpc(9000)], serviceAccount: 'sink' });

// One more than before makes a new token for either direction; payments' own has been renewed once.
payments.consume(reporting, { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }) });
reporting.consume(payments, { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets({ tokenRevision: 2 }) }) });

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();
new MeshBundles({ mesh }).synth();
