import { CacertsPlan } from './plan';
import { AUTHORITY_ANNOTATION } from './workloads';
import { CACERTS } from '../../mesh/names';
import { KubeApi, secretPath, secretsPath } from '../kubernetes/kube-api';
import { workloadText } from '../kubernetes/workload';
import { waitWithProgress } from '../progress';
import { Terminal } from '../terminal';

/**
 * Does what is planned, in an order in which an interruption leaves nothing that the next run does not finish.
 *
 * @param timeoutSeconds how long each restart may take
 */
export async function carryOut(api: KubeApi, namespace: string, plan: CacertsPlan, timeoutSeconds: number, terminal: Terminal): Promise<void> {
  await waitWithProgress(terminal, `changing cluster ${api.cluster}`, changeSecrets(api, namespace, plan));
  for (const { restarted, awaited } of plan.restarts) {
    for (const workload of restarted) {
      await waitWithProgress(terminal, `restarting ${workloadText(workload)}`, api.annotatePods(workload, { [AUTHORITY_ANNOTATION]: plan.authority }));
    }
    for (const workload of awaited) {
      await waitWithProgress(terminal, `waiting for ${workloadText(workload)}`, api.waitForRollout(workload, timeoutSeconds));
    }
  }
}

/** The new authority first: an istiod that starts in between must not make one for itself again. */
async function changeSecrets(api: KubeApi, namespace: string, { cacerts, selfSigned }: CacertsPlan): Promise<void> {
  if (cacerts) {
    await (cacerts.metadata.resourceVersion === undefined
      ? api.create(secretsPath(namespace), cacerts)
      : api.replace(secretPath(namespace, CACERTS), cacerts));
  }
  if (selfSigned) {
    await api.remove(secretPath(namespace, selfSigned.metadata.name!), selfSigned);
  }
}
