import { keepsCertificateAuthority } from '../cluster-secrets';
import { Finding, FindingSeverity } from '../finding';
import { Mesh } from '../mesh';
import { MeshCluster } from '../mesh-cluster';
import { ReaderAccess } from '../reader-access';

/** SEC: what is more open than it has to be. */
export function exposureFindings(mesh: Mesh): Finding[] {
  return [
    ...mesh.links.filter(link => link.mode.readerAccess === ReaderAccess.WITH_SECRETS).map(link => ({
      id: 'SEC-01',
      severity: FindingSeverity.WARNING,
      subject: link.name,
      message: `cluster "${link.consumer.name}" can read every Secret of cluster "${link.provider.name}", its CA key included: ` +
        'use ReaderAccess.WITHOUT_SECRETS, or a service-entry link, where the clusters do not trust each other fully',
    })),
    ...mesh.clusters.filter(cluster => cluster.podCidrs.length === 0 && cluster.podSecurityGroupIds.length === 0).map(cluster => ({
      id: 'SEC-02',
      severity: FindingSeverity.WARNING,
      subject: cluster.name,
      message: `everything in ${cluster.vpc.description} may use the endpoints of cluster "${cluster.name}", and its load balancer may reach everything there: ` +
        'give podSecurityGroupIds or podCidrs',
    })),
    ...mesh.clusters.filter(cluster => cluster.exposeAllServices && cluster.provides.length > 0).map(cluster => ({
      id: 'SEC-03',
      severity: FindingSeverity.WARNING,
      subject: cluster.name,
      message: `every Service of cluster "${cluster.name}" can be reached by every cluster that consumes it, those of kube-system included: ` +
        'leave out exposeAllServices, and export what is meant to be called',
    })),
    ...mesh.clusters.filter(cluster => cluster.defaultReader).map(cluster => ({
      id: 'SEC-04',
      severity: FindingSeverity.INFO,
      subject: cluster.name,
      message: `Istio's default reader account in cluster "${cluster.name}" may list every Secret; nothing here hands out its token: ` +
        'Istio 1.30 and later can leave it out (defaultReader: false)',
    })),
    // The AWS Load Balancer Controller lets its own load balancers in.
    ...mesh.clusters.filter(cluster =>
      cluster.podSecurityGroupIds.length === 0 && cluster.provides.length > 0 && !cluster.loadBalancer.fromKubernetesService).map(cluster => ({
      id: 'SEC-05',
      severity: FindingSeverity.INFO,
      subject: cluster.name,
      message: `the security groups of the pods of cluster "${cluster.name}" are not known, so nothing lets the load balancer in: ` +
        'allow TCP 15443 and 15021 from the security group in the provider stack\'s output LoadBalancerSecurityGroupId, or give podSecurityGroupIds',
    })),
    ...mesh.links.filter(link => link._hasExternalSecret).map(link => ({
      id: 'SEC-06',
      severity: FindingSeverity.INFO,
      subject: link.name,
      message: `the token with which cluster "${link.consumer.name}" reads the API server of cluster "${link.provider.name}" has no end of its own: ` +
        'raise tokenRevision for a new one from time to time, or use RemoteSecret.fromCli() or a service-entry link',
    })),
    ...mesh.clusters.filter(cluster => cluster.externalSecrets?.ownServiceAccount === false && usesExternalSecrets(cluster)).map(cluster => ({
      id: 'SEC-07',
      severity: FindingSeverity.WARNING,
      subject: cluster.name,
      message: `whoever may create an ExternalSecret and a SecretStore in any namespace of cluster "${cluster.name}" can read what its role "${cluster.externalSecrets!.roleArn}" can: ` +
        'use ExternalSecrets.withServiceAccount(), or restrict who may create them',
    })),
  ];
}

function usesExternalSecrets(cluster: MeshCluster): boolean {
  return keepsCertificateAuthority(cluster) || [...cluster.consumes, ...cluster.provides].some(link => link._hasExternalSecret);
}
