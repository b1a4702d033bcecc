/** How people call what istiod reads; several names for one thing share a word. */
const WORDS: { readonly [resource: string]: string } = {
  'services': 'services',
  'endpoints': 'endpoints',
  'endpointslices.discovery.k8s.io': 'endpoints',
  'pods': 'pods',
  'replicasets.apps': 'replica sets',
  'replicationcontrollers': 'replication controllers',
  'nodes': 'nodes',
  'namespaces': 'namespaces',
  'configmaps': 'ConfigMaps',
  'gateways.gateway.networking.k8s.io': 'Gateways',
  'gateways.networking.x-k8s.io': 'Gateways',
  'serviceexports.multicluster.x-k8s.io': 'service exports',
  'serviceimports.multicluster.x-k8s.io': 'service imports',
  'customresourcedefinitions.apiextensions.k8s.io': 'custom resource definitions',
};

/**
 * Resources as people call them, in the order of the words above; one that has no word there is named as kubectl names it.
 *
 * @param resources as kubectl writes them: `endpointslices.discovery.k8s.io`, `*.networking.istio.io`
 */
export function resourcesText(resources: readonly string[]): string {
  const known = Object.keys(WORDS).filter(resource => resources.includes(resource)).map(resource => WORDS[resource]);
  const others = resources.filter(resource => WORDS[resource] === undefined);
  const wholeGroups = others.filter(resource => resource.startsWith('*.')).map(resource => resource.slice(2));
  const words = [...new Set(known), ...others.filter(resource => !resource.startsWith('*.'))];
  return enumeration(wholeGroups.length === 0 ? words : [...words, `everything in ${enumeration(wholeGroups)}`]);
}

function enumeration(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
