import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { dnsLabel } from '../mesh/dns-name';
import { quoted } from '../mesh/quoted';

/** A namespace of a cluster in the mesh. */
export interface MeshNamespaceProps {
  /** The name of the namespace. */
  readonly name: string;

  /**
   * The network that the cluster's pods are on. Only for the namespace of istiod, `istio-system`.
   *
   * It also lets the AWS Load Balancer Controller hold back a rollout of the gateway until new pods are healthy in their target group.
   *
   * @default - none
   * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/
   */
  readonly network?: string;

  /**
   * Whether pods get a sidecar.
   *
   * @default false
   */
  readonly injection?: boolean;

  /**
   * The revision of istiod that injects the sidecars.
   *
   * @default - the default revision
   * @see https://istio.io/latest/docs/setup/upgrade/canary/
   */
  readonly revision?: string;
}

/**
 * A Namespace, labelled for Istio. GitOps controllers leave it in place when its declaration goes.
 *
 * @example
 * new MeshNamespace(chart, 'Shop', { name: 'shop', injection: true });
 */
export class MeshNamespace extends Construct {
  /**
   * @throws when the name, network or revision is not a DNS label, or a revision is given without injection
   */
  constructor(scope: Construct, id: string, props: MeshNamespaceProps) {
    super(scope, id);
    const name = dnsLabel(props.name, 'namespace');
    if (props.revision !== undefined && !props.injection) {
      throw new Error(`namespace "${name}" names revision ${quoted(props.revision)} but has no injection: set injection: true, or omit revision`);
    }
    new k8s.KubeNamespace(this, 'Resource', {
      metadata: {
        name,
        labels: { ...networkLabels(props.network), ...injectionLabels(props) },
        // Removing a declaration must never delete a namespace with the workloads in it.
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false',
          'kustomize.toolkit.fluxcd.io/prune': 'disabled',
        },
      },
    });
  }
}

function networkLabels(network?: string): Record<string, string> {
  return network === undefined ? {} : {
    'topology.istio.io/network': dnsLabel(network, 'network'),
    'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled',
  };
}

function injectionLabels({ injection, revision }: MeshNamespaceProps): Record<string, string> {
  if (!injection) {
    return {};
  }
  // Both labels together would mean the default revision.
  return revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': dnsLabel(revision, 'revision') };
}
