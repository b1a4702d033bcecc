import { Lab } from '../lab';

/**
 * Opens a TCP connection from a pod with a proxy, past the proxy: what istio-proxy's own user sends is not redirected.
 *
 * @returns `connected`, or what nc says
 */
export async function connectFromPod(lab: Lab, cluster: string, namespace: string, workload: string, host: string, port: number): Promise<string> {
  const { exitCode, stderr } = await lab.cluster(cluster).tryKubectl(['exec', '-n', namespace, workload, '-c', 'istio-proxy', '--',
    'nc', '-v', '-n', '-z', '-w', '3', host, `${port}`]);
  return exitCode === 0 ? 'connected' : stderr.trim().split('\n')[0]!;
}
