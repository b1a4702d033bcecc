import { readFileSync } from 'fs';
import { join } from 'path';
import { Clusters } from '../../../src/cli/kubernetes/clusters';
import { withKubectlScript } from '../kubectl-script';
import { temporaryDirectory } from '../temporary-directory';

const NAMES = Array.from({ length: 40 }, (_, index) => `c${index}`);
const CLUSTERS = NAMES.map(name => ({ name, istioNamespace: 'istio-system', network: 'n' }));

/** An environment whose kubectl knows 40 contexts, answers that every namespace is of network n, and records when it begins and ends. */
function recorded(): { env: NodeJS.ProcessEnv; lines: () => string[] } {
  const log = join(temporaryDirectory(), 'log');
  const env = withKubectlScript(`
echo "begin $*" >> ${log}
case $1 in
  config) echo '${NAMES.join('\n')}' ;;
  *) sleep 0.05; echo '{"metadata": {"labels": {"topology.istio.io/network": "n"}}}' ;;
esac
echo end >> ${log}`);
  return { env, lines: () => readFileSync(log, 'utf8').trimEnd().split('\n') };
}

test('each cluster is opened once, the contexts are read once, and a few kubectl run at a time', async () => {
  const { env, lines } = recorded();
  const clusters = await Clusters.of(env, {}, NAMES);
  const opened = await Promise.all([...CLUSTERS, ...CLUSTERS].map(async cluster => clusters.open(cluster)));
  expect(opened.map(({ cluster }) => cluster)).toEqual([...NAMES, ...NAMES]);
  expect(opened[0]).toBe(opened[NAMES.length]);
  const runs = lines().filter(line => line.startsWith('begin'));
  expect(runs).toHaveLength(1 + NAMES.length);
  expect(runs.filter(line => line.startsWith('begin config'))).toHaveLength(1);
  let [running, most] = [0, 0];
  for (const line of lines()) {
    running += line === 'end' ? -1 : 1;
    most = Math.max(most, running);
  }
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(8);
}, 30_000);

test('a context that is not there is said before any cluster is asked', async () => {
  const { env, lines } = recorded();
  await expect(Clusters.of(env, { context: ['c1=nowhere'] }, NAMES)).rejects.toThrow('context "nowhere" of cluster "c1" is not in your kubeconfig');
  await expect(Clusters.of(env, { context: ['nowhere'] }, NAMES)).rejects.toThrow('does not say for which cluster');
  expect(lines().filter(line => line.startsWith('begin get'))).toEqual([]);
});

test('without kubectl, that is said', async () => {
  await expect(Clusters.of({ PATH: temporaryDirectory() }, {}, NAMES)).rejects.toThrow(/^kubectl not found: /);
});
