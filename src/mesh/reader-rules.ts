import { ReaderAccess } from './reader-access';

/** What an account may read, in the words of Kubernetes' roles. */
export interface ReaderRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

const READ = ['get', 'list', 'watch'];

/**
 * What the istiod of a consumer may read in a provider's cluster.
 *
 * What Istio's own reader may do, without what a mesh with an istiod in every cluster never uses: creating token and access
 * reviews (for proxies whose istiod runs elsewhere), creating and deleting ServiceExports, and API groups that Istio has given up.
 *
 * @param configMaps whether it may read ConfigMaps: istiod takes the trust domain of a peer from there, from Istio 1.29 on
 */
export function readerRules(access: ReaderAccess, configMaps: boolean): ReaderRule[] {
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

/** The resources of the rules as kubectl writes them, `endpointslices.discovery.k8s.io`, sorted. */
export function readableResources(rules: readonly ReaderRule[]): string[] {
  return rules
    .flatMap(({ apiGroups, resources }) => apiGroups.flatMap(group => resources.map(resource => (group === '' ? resource : `${resource}.${group}`))))
    .sort();
}
