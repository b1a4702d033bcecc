import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { dnsLabel } from '../mesh/dns-name';
import { ISTIO_NAMESPACE, readerServiceAccount } from '../mesh/names';
import { ReaderAccess } from '../mesh/reader-access';
import { readerRules } from '../mesh/reader-rules';

/** The account of another cluster's istiod. */
export interface RemoteReaderProps {
  /** The name of the cluster whose istiod reads this one. */
  readonly consumer: string;

  /** What that istiod may read. */
  readonly access: ReaderAccess;

  /** Whether it may read ConfigMaps: istiod takes the trust domain of a peer from there, from Istio 1.29 on. */
  readonly configMaps: boolean;
}

/**
 * The account with which the istiod of one other cluster discovers the services of this one. Deleting it withdraws that cluster only.
 *
 * There is no token here: bounded ones are requested from the cluster.
 *
 * @example
 * new RemoteReader(chart, 'Reader', { consumer: 'cluster1', access: ReaderAccess.WITHOUT_SECRETS, configMaps: true });
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
    new k8s.KubeClusterRole(this, 'ClusterRole', { metadata: { name }, rules: readerRules(props.access, props.configMaps) });
    new k8s.KubeClusterRoleBinding(this, 'ClusterRoleBinding', {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: ISTIO_NAMESPACE }],
    });
  }
}
