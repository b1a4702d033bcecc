/** Where the echo server listens. */
const PORT = 8080;

/**
 * A Deployment and a Service `echo`, which tells everybody their address, and a Pod `client`.
 *
 * @param image with socat, whose own program waits
 */
export function workloads(image: string): object {
  const labels = { app: 'echo' };
  const grace = { terminationGracePeriodSeconds: 1 };
  const command = ['socat', `TCP-LISTEN:${PORT},fork,reuseaddr`, 'SYSTEM:echo $SOCAT_PEERADDR'];
  return {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'echo' },
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              ...grace,
              containers: [{ name: 'echo', image, command, readinessProbe: { tcpSocket: { port: PORT }, periodSeconds: 1 } }],
            },
          },
        },
      },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'echo' }, spec: { selector: labels, ports: [{ port: 80, targetPort: PORT }] } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'client' }, spec: { ...grace, containers: [{ name: 'client', image }] } },
    ],
  };
}
