import { ISTIO_HUB, ISTIO_TAG } from '../images/images';

/**
 * All that the lab needs of istiod beyond the bundles, as an IstioOperator that is merged over that of the bundle by `istioctl install -f`.
 *
 * Where it runs stock Envoy, which lacks the filters that Istio's own build adds: without these settings, proxies reject what istiod sends.
 */
export const ISTIOD_FOR_THE_LAB = {
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  metadata: { name: 'istiod', namespace: 'istio-system' },
  spec: {
    hub: ISTIO_HUB,
    tag: ISTIO_TAG,
    meshConfig: {
      // istio.stats is one of those filters.
      defaultProviders: { metrics: [] },
      // What the tests look into.
      accessLogFile: '/dev/stdout',
    },
    values: {
      global: {
        imagePullPolicy: 'IfNotPresent',
        // One machine runs all clusters.
        proxy: { resources: { requests: { cpu: '10m', memory: '40Mi' } } },
      },
      pilot: {
        env: { PILOT_ENABLE_ALPN_FILTER: 'false', PILOT_ENABLE_METADATA_EXCHANGE: 'false' },
        resources: { requests: { cpu: '50m', memory: '256Mi' } },
        autoscaleEnabled: false,
      },
    },
  },
};
