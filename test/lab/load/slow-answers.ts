import { stringify } from 'yaml';
import { Lab } from '../lab';

/** What an application takes for an answer. The sample web server takes none, so hardly any request would be under way when a connection breaks. */
const DELAY = '0.2s';

/**
 * Has the proxies of a namespace hold each request back before they pass it on to their application.
 *
 * @returns what undoes it
 */
export async function slowAnswers(lab: Lab, cluster: string, namespace: string): Promise<() => Promise<void>> {
  const text = stringify(envoyFilter(namespace));
  await lab.cluster(cluster).kubectl(['apply', '-f', '-'], text);
  return async () => {
    await lab.cluster(cluster).kubectl(['delete', '--ignore-not-found', '-f', '-'], text);
  };
}

function envoyFilter(namespace: string): object {
  const router = { name: 'envoy.filters.network.http_connection_manager', subFilter: { name: 'envoy.filters.http.router' } };
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'slow-answers', namespace },
    spec: {
      configPatches: [{
        applyTo: 'HTTP_FILTER',
        match: { context: 'SIDECAR_INBOUND', listener: { filterChain: { filter: router } } },
        patch: {
          operation: 'INSERT_BEFORE',
          value: {
            name: 'envoy.filters.http.fault',
            typed_config: {
              '@type': 'type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault',
              'delay': { fixed_delay: DELAY, percentage: { numerator: 100 } },
            },
          },
        },
      }],
    },
  };
}
