import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { repositoryPath } from './repository-path';
import { dnsLabel } from '../mesh/dns-name';
import { EAST_WEST_GATEWAY, ISTIO_NAMESPACE } from '../mesh/names';
import { objectName } from '../mesh/object-name';
import { quoted } from '../mesh/quoted';

const SOURCE_KINDS = ['GitRepository', 'OCIRepository', 'Bucket'];

/** A bundle that Flux applies to the cluster it runs in. */
export interface FluxKustomizationProps {
  /** The name of the Kustomization. */
  readonly name: string;

  /** The namespace of the Kustomization and its source, usually `flux-system`. */
  readonly namespace: string;

  /** The directory of the bundle in the source, for instance `dist/cluster1`. */
  readonly path: string;

  /** The name of the source. */
  readonly sourceName: string;

  /** The kind of the source: `GitRepository`, `OCIRepository` or `Bucket`. */
  readonly sourceKind: string;

  /** Whether the Kustomization is ready only once the east-west gateway is. For bundles that hold the gateway's manifests. */
  readonly gatewayHealthCheck: boolean;
}

/** https://fluxcd.io/flux/components/kustomize/kustomizations/ */
interface KustomizationSpec {
  readonly interval: string;
  readonly retryInterval: string;
  readonly timeout: string;
  readonly path: string;
  readonly prune: boolean;
  readonly sourceRef: { readonly kind: string; readonly name: string };
  readonly healthChecks?: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly namespace: string }[];
}

/**
 * A Flux Kustomization that keeps a cluster as its bundle says.
 *
 * @example
 * new FluxKustomization(chart, 'Cluster1', {
 *   name: 'mesh-cluster1',
 *   namespace: 'flux-system',
 *   path: 'dist/cluster1',
 *   sourceKind: 'GitRepository',
 *   sourceName: 'mesh',
 *   gatewayHealthCheck: true,
 * });
 */
export class FluxKustomization extends Construct {
  /**
   * @throws when a name, path or kind is not valid
   */
  constructor(scope: Construct, id: string, props: FluxKustomizationProps) {
    super(scope, id);
    const name = objectName(props.name, 'Flux kustomization');
    if (!SOURCE_KINDS.includes(props.sourceKind)) {
      throw new Error(`source of Flux kustomization "${name}" has the kind ${quoted(props.sourceKind)}: expected one of ${SOURCE_KINDS.join(', ')}`);
    }
    const spec: KustomizationSpec = {
      interval: '10m',
      // Until istiod runs, its webhooks refuse configuration.
      retryInterval: '1m',
      timeout: '5m',
      path: `./${repositoryPath(props.path, ['path', `of Flux kustomization "${name}"`]).replace(/^\.\//, '')}`,
      prune: true,
      sourceRef: { kind: props.sourceKind, name: objectName(props.sourceName, ['source', `of Flux kustomization "${name}"`]) },
      // Not `wait`, which would have Flux ignore this and wait for every object.
      healthChecks: props.gatewayHealthCheck
        ? [{ apiVersion: 'apps/v1', kind: 'Deployment', name: EAST_WEST_GATEWAY, namespace: ISTIO_NAMESPACE }]
        : undefined,
    };
    new ApiObject(this, 'Resource', {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace: dnsLabel(props.namespace, ['namespace', `of Flux kustomization "${name}"`]) },
      spec,
    });
  }
}
