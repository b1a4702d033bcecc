import {
  DestinationRuleSpecTrafficPolicy, DestinationRuleSpecTrafficPolicyPortLevelSettingsTlsMode, DestinationRuleSpecTrafficPolicyTlsMode,
} from '../../imports/networking.istio.io';
import { DRAIN_SECONDS } from '../mesh/names';
import { ServicePort } from '../mesh/service-port';

/** A gateway that does not answer costs a caller this long, and not the 10 seconds of Istio's default, before another is tried. */
const CONNECT_TIMEOUT = '3s';

/** The other half of the drain is for the request that is under way. */
const CONNECTION_SECONDS = DRAIN_SECONDS / 2;

/** Protocols in which a proxy sees where a request ends, and can close a connection between two of them. */
const WITH_REQUESTS = ['http', 'http2', 'grpc'];

/**
 * The endpoint has an address in each zone. One that takes no connections is left out for a while; an error that the service
 * itself answers says nothing about the address. Never more than half of them, so that the service is not lost altogether.
 */
const OUTLIER_DETECTION = {
  splitExternalLocalOriginErrors: true,
  consecutiveLocalOriginFailures: 5,
  consecutive5XxErrors: 0,
  consecutiveGatewayErrors: 0,
  maxEjectionPercent: 50,
};

/**
 * How proxies connect to a service behind another cluster's gateway.
 *
 * That gateway passes TLS through and cannot ask anybody to leave, so connections for requests are replaced before it may end.
 * Others end with it: who uses them cannot be told that one is about to be closed.
 *
 * @param subjectAltNames the only identities to accept, where istiod does not know those of the service
 */
export function gatewayTrafficPolicy(ports: readonly ServicePort[], subjectAltNames?: string[]): DestinationRuleSpecTrafficPolicy {
  const isPinned = subjectAltNames !== undefined;
  const outlierDetection = isPinned ? OUTLIER_DETECTION : undefined;
  const opaque = ports.filter(({ protocol }) => !WITH_REQUESTS.includes(protocol));
  const isAllOpaque = opaque.length === ports.length;
  return {
    tls: isPinned ? { mode: DestinationRuleSpecTrafficPolicyTlsMode.ISTIO_MUTUAL, subjectAltNames } : undefined,
    connectionPool: { tcp: { connectTimeout: CONNECT_TIMEOUT, maxConnectionDuration: isAllOpaque ? undefined : `${CONNECTION_SECONDS}s` } },
    outlierDetection,
    // Istio takes nothing from the policy of the host into that of a port.
    portLevelSettings: isAllOpaque || opaque.length === 0 ? undefined : opaque.map(({ port }) => ({
      port: { number: port },
      tls: isPinned ? { mode: DestinationRuleSpecTrafficPolicyPortLevelSettingsTlsMode.ISTIO_MUTUAL, subjectAltNames } : undefined,
      connectionPool: { tcp: { connectTimeout: CONNECT_TIMEOUT } },
      outlierDetection,
    })),
  };
}
