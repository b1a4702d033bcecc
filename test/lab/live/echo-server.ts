import { Caller } from '../guide/calls';
import { CLIENT_IMAGE, WEB_SERVER_IMAGE } from '../images/images';
import { Lab } from '../lab';
import { READY_WITHIN } from './ready-within';

/** A server in the mesh that says the name of its cluster, over HTTP on port 80 and over TCP on port 7000. Its pod is also a caller. */
export interface EchoServer {
  readonly cluster: string;
  readonly namespace: string;
  /** Also of its service account. */
  readonly name: string;
  /** The names of its Services. */
  readonly services: readonly string[];
}

/** Brings it up, until it is ready. */
export async function startEchoServer(lab: Lab, server: EchoServer): Promise<void> {
  const { cluster, namespace, name } = server;
  await lab.cluster(cluster).kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects(server) }));
  await lab.cluster(cluster).kubectl(['rollout', 'status', '-n', namespace, `deploy/${name}`, '--timeout', READY_WITHIN]);
}

/** Removes it with its namespace. */
export async function removeEchoServer(lab: Lab, { cluster, namespace }: EchoServer): Promise<void> {
  await lab.cluster(cluster).kubectl(['delete', 'namespace', namespace, '--ignore-not-found']);
}

/** The server as a caller; it has curl and socat. */
export function echoCaller({ cluster, namespace, name }: EchoServer): Caller {
  return { cluster, namespace, workload: `deploy/${name}`, container: 'tcp' };
}

function objects({ cluster, namespace, name, services }: EchoServer): object[] {
  const metadata = { name, namespace };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { 'default.conf': `server {\n  listen 8080;\n  default_type text/plain;\n  location / {\n    return 200 "${cluster}\\n";\n  }\n}\n` },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: {
            serviceAccountName: name,
            terminationGracePeriodSeconds: 5,
            containers: [
              {
                name: 'http',
                image: WEB_SERVER_IMAGE,
                readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 2 },
                volumeMounts: [{ name: 'config', mountPath: '/etc/nginx/conf.d' }],
              },
              {
                name: 'tcp',
                image: CLIENT_IMAGE,
                command: ['socat', 'TCP-LISTEN:7000,fork,reuseaddr', `SYSTEM:"echo ${cluster}"`],
                readinessProbe: { tcpSocket: { port: 7000 }, periodSeconds: 2 },
              },
            ],
            volumes: [{ name: 'config', configMap: { name } }],
          },
        },
      },
    },
    ...services.map(service => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: service, namespace },
      spec: {
        selector: { app: name },
        ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp', port: 7000, targetPort: 7000 }],
      },
    })),
  ];
}
