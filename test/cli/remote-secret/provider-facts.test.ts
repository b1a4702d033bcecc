import { readFileSync } from 'fs';
import { join } from 'path';
import { describedLinks } from './links';
import { Clusters } from '../../../src/cli/kubernetes/clusters';
import { clustersOf } from '../../../src/cli/remote-secret/links';
import { Providers } from '../../../src/cli/remote-secret/provider-facts';
import { withKubectlScript } from '../kubectl-script';
import { temporaryDirectory } from '../temporary-directory';

test('each provider is asked once, however many consumers ask at the same time', async () => {
  const links = describedLinks(['a', 'b', 'c', 'd']);
  const log = join(temporaryDirectory(), 'log');
  const env = withKubectlScript(`
echo "$*" >> ${log}
context=$(echo "$*" | sed 's/.*--context=\\([a-z]*\\).*/\\1/')
case $* in
  config*) printf 'a\\nb\\nc\\nd\\n' ;;
  *configmaps*) echo '{"metadata": {}, "data": {"ca.crt": "ca of '$context'"}}' ;;
  *secrets*) echo '{"items": [{"metadata": {"name": "t", "labels": {"istio-privatelink/consumer": "x"}}}, {"metadata": {"name": "cacerts"}}]}' ;;
  *) echo '{"metadata": {"labels": {"topology.istio.io/network": "'$context'"}}}' ;;
esac`);
  const providers = new Providers(await Clusters.of(env, {}, clustersOf(links)));
  const facts = await Promise.all(links.map(async link => providers.facts(link)));
  expect(facts.map(({ caData }) => Buffer.from(caData, 'base64').toString())).toEqual(links.map(({ provider }) => `ca of ${provider.name}`));
  expect(facts[0].tokens.map(({ metadata }) => metadata.name)).toEqual(['t']);
  // The contexts, and of each of four providers the namespace, the authority and the tokens.
  expect(readFileSync(log, 'utf8').trimEnd().split('\n')).toHaveLength(1 + 4 * 3);
});
