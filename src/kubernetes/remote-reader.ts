import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { dnsLabel } from '../mesh/dns-name';
import { ReaderAccess } from '../mesh/link-mode';
import { ISTIO_NAMESPACE, readerServiceAccount } from '../mesh/names';

/** The account of another cluster's istiod. */
export interface RemoteReaderProps {
  /** The name of the cluster whose istiod reads this one. */
  readonly consumer: string;

  /** What that istiod may read. */
  readonly access: ReaderAccess;

  /** Whether it may read ConfigMaps: istiod takes the trust domain of a peer from there, from Istio 1.29 on. */
  readonly configMaps: boolean;
}

const READ = ['get', 'list', 'watch'];

/**
 * The account with which the istiod of one other cluster discovers the services of this one. Deleting it withdraws that cluster only.
 *
 * What Istio's own reader may do, without what a mesh with an istiod in every cluster never uses: creating token and access
 * reviews (for proxies whose istiod runs elsewhere), creating and deleting ServiceExports, and API groups that Istio has given up.
 * There is no token here: bounded ones are requested from the cluster.
 */
export class RemoteReader extends Construct {
  /**
   * @throws when the consumer is not a DNS label
   */
  constructor(scope: Construct, id: string, props: RemoteReaderProps) {
    super(scope, id);
    const consumer = dnsLabel(props.consumer, 'consumer');
    const account = readerServiceAccount(consumer);
    const name = `istio-privatelink-reader-${consumer}`;

    new k8s.KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: account, namespace: ISTIO_NAMESPACE },
      automountServiceAccountToken: false,
    });
    new k8s.KubeClusterRole(this, 'ClusterRole', { metadata: { name }, rules: rules(props) });
    new k8s.KubeClusterRoleBinding(this, 'ClusterRoleBinding', {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: ISTIO_NAMESPACE }],
    });
  }
}

function rules({ access, configMaps }: RemoteReaderProps): k8s.PolicyRule[] {
  const core = ['endpoints', 'namespaces', 'nodes', 'pods', 'replicationcontrollers', 'services'];
  if (configMaps) {
    core.push('configmaps');
  }
  if (access === ReaderAccess.WITH_SECRETS) {
    core.push('secrets');
  }
  return [
    { apiGroups: [''], resources: core.sort(), verbs: READ },
    { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: READ },
    { apiGroups: ['apps'], resources: ['replicasets'], verbs: READ },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
    { apiGroups: ['extensions.istio.io', 'networking.istio.io', 'security.istio.io', 'telemetry.istio.io'], resources: ['*'], verbs: READ },
    { apiGroups: ['gateway.networking.k8s.io', 'networking.x-k8s.io'], resources: ['gateways'], verbs: READ },
    { apiGroups: ['multicluster.x-k8s.io'], resources: ['serviceexports', 'serviceimports'], verbs: READ },
  ];
}
