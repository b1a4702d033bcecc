import { createHash } from 'crypto';
import { ApiObject, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MeshNamespace } from './mesh-namespace';
import { kubernetesPort } from './service-ports';
import { DestinationRule, DestinationRuleSpecTrafficPolicyTlsMode, VirtualService } from '../../imports/networking.istio.io';
import { PeerAuthentication, PeerAuthenticationSpecMtlsMode } from '../../imports/security.istio.io';
import { dnsLabel, dnsLabelWithLetter, noToken } from '../mesh/dns-name';
import { objectName } from '../mesh/object-name';
import { ServicePort } from '../mesh/service-port';

const CONTAINER_PORT = 8080;
const VERSION = 'v1';

/** A web server that answers with the name of its cluster. */
export interface DemoApplicationProps {
  /** The name of the cluster. */
  readonly cluster: string;

  /** The namespace, which is created with sidecar injection. */
  readonly namespace: string;

  /** The name of the Service and the Deployment. */
  readonly name: string;

  /** The service account of the pods, which is created. */
  readonly serviceAccount: string;

  /** The port of the Service. An HTTP port. */
  readonly port: ServicePort;

  /** The image: nginx that takes `/etc/nginx/conf.d/default.conf` and writes below `/tmp` only. */
  readonly image: string;

  /** How many pods answer. At least 1. */
  readonly replicas: number;

  /**
   * The revision of istiod that injects the sidecars.
   *
   * @default - the default revision
   */
  readonly revision?: string;
}

/**
 * The guide's sample application: a web server behind a Service of the mesh, with mutual TLS only.
 *
 * The namespace, its PeerAuthentication and the service account are declared once in a chart, however many applications share them.
 *
 * @example
 * new DemoApplication(chart, 'Catalog', {
 *   cluster: 'cluster1',
 *   namespace: 'shop',
 *   name: 'catalog',
 *   serviceAccount: 'catalog',
 *   port: ServicePort.http(80),
 *   image: 'public.ecr.aws/nginx/nginx-unprivileged:1.29',
 *   replicas: 2,
 * });
 */
export class DemoApplication extends Construct {
  /**
   * @throws when a name is not valid, the port is not an HTTP port, or there is no replica
   */
  constructor(scope: Construct, id: string, props: DemoApplicationProps) {
    super(scope, id);
    const namespace = dnsLabel(props.namespace, ['namespace', 'of the demo application']);
    const name = dnsLabelWithLetter(props.name, ['name', 'of the demo application']);
    const serviceAccount = objectName(props.serviceAccount, ['service account', `of demo application "${name}"`]);
    if (props.port.protocol !== 'http') {
      throw new Error(`demo application "${name}" has a port that speaks ${props.port.protocol}: its web server speaks HTTP, give ServicePort.http(80)`);
    }
    const replicas = noToken(props.replicas, `number of replicas of demo application "${name}"`);
    if (!Number.isInteger(replicas) || replicas < 1) {
      throw new Error(`demo application "${name}" with ${replicas} replicas: expected a whole number of at least 1`);
    }
    const host = `${name}.${namespace}.svc.cluster.local`;
    const metadata = { name, namespace, labels: { app: name } };
    const webServerConfig = nginxConfig(dnsLabel(props.cluster, 'cluster name'));

    if (!this.isDeclared('Namespace', namespace)) {
      new MeshNamespace(this, 'Namespace', { name: namespace, injection: true, revision: props.revision });
    }
    if (!this.isDeclared('PeerAuthentication', 'default', namespace)) {
      new PeerAuthentication(this, 'PeerAuthentication', {
        metadata: { name: 'default', namespace },
        spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode.STRICT } },
      });
    }
    if (!this.isDeclared('ServiceAccount', serviceAccount, namespace)) {
      new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata: { ...metadata, name: serviceAccount } });
    }
    new k8s.KubeConfigMap(this, 'ConfigMap', { metadata, data: { 'default.conf': webServerConfig } });
    new k8s.KubeDeployment(this, 'Deployment', {
      metadata,
      spec: {
        replicas,
        selector: { matchLabels: { app: name, version: VERSION } },
        template: {
          metadata: {
            labels: { app: name, version: VERSION },
            // nginx reads its configuration once, so a change has to roll the pods.
            annotations: { 'checksum/config': createHash('sha256').update(webServerConfig).digest('hex') },
          },
          spec: podSpec(name, serviceAccount, noToken(props.image, `image of demo application "${name}"`)),
        },
      },
    });
    new k8s.KubeService(this, 'Service', {
      metadata,
      spec: { type: 'ClusterIP', selector: { app: name }, ports: [kubernetesPort(props.port, CONTAINER_PORT)] },
    });
    // Only callers in this cluster follow these two: each istiod reads the configuration of its own cluster. A caller elsewhere
    // therefore asks for the service without a subset, and the gateway here knows both forms.
    new VirtualService(this, 'VirtualService', {
      metadata,
      spec: {
        hosts: [host],
        http: [{
          route: [{ destination: { host, subset: VERSION } }],
          // A request that never left is safe to send again; others would hide errors, or be answered twice.
          retries: { attempts: 2, retryOn: 'connect-failure' },
        }],
      },
    });
    new DestinationRule(this, 'DestinationRule', {
      metadata,
      spec: {
        host,
        trafficPolicy: { tls: { mode: DestinationRuleSpecTrafficPolicyTlsMode.ISTIO_MUTUAL } },
        subsets: [{ name: VERSION, labels: { version: VERSION } }],
      },
    });
  }

  /** What applications share is declared by the first of them: kustomize refuses a bundle that declares an object twice. */
  private isDeclared(kind: string, name: string, namespace?: string): boolean {
    return Chart.of(this).node.findAll().some(node =>
      ApiObject.isApiObject(node) && node.kind === kind && node.name === name && (namespace === undefined || node.metadata.namespace === namespace));
  }
}

function nginxConfig(cluster: string): string {
  return [
    'server {',
    `  listen ${CONTAINER_PORT};`,
    '  default_type text/plain;',
    '  location / {',
    `    return 200 "hello from ${cluster}\\n";`,
    '  }',
    '}',
    '',
  ].join('\n');
}

function podSpec(name: string, serviceAccountName: string, image: string): k8s.PodSpec {
  const probe = { httpGet: { path: '/', port: k8s.IntOrString.fromNumber(CONTAINER_PORT) } };
  return {
    serviceAccountName,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{
      name: 'webserver',
      image,
      ports: [{ name: 'http', containerPort: CONTAINER_PORT, protocol: 'TCP' }],
      readinessProbe: { ...probe, periodSeconds: 5 },
      livenessProbe: { ...probe, periodSeconds: 10, initialDelaySeconds: 5 },
      resources: {
        requests: { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('32Mi') },
        limits: { memory: k8s.Quantity.fromString('128Mi') },
      },
      securityContext: {
        // The user of nginx-unprivileged, in numbers so that Kubernetes can tell that it is not root.
        runAsUser: 101,
        runAsGroup: 101,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      },
      volumeMounts: [
        { name: 'config', mountPath: '/etc/nginx/conf.d', readOnly: true },
        { name: 'tmp', mountPath: '/tmp' },
      ],
    }],
    volumes: [
      { name: 'config', configMap: { name } },
      { name: 'tmp', emptyDir: {} },
    ],
  };
}
