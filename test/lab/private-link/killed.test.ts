import { AwsApi } from '../../aws-api/aws-api';
import { LANDSCAPES } from '../../aws-api/landscape';
import { LabProcess } from '../lab-process';
import { BareVpc, requireNoLab } from './bare-vpc';
import { namespacesLike } from './network-namespace';
import { connectAwsApi, cutLink, privateLinkStatus, startPrivateLink, stopPrivateLink, untilLinks } from './private-link';
import { PRIVATE_LINK_PREFIXES } from './reconciler';

const LANDSCAPE = LANDSCAPES['two-clusters'];
const labProcess = new LabProcess('private-link');

let vpc: BareVpc;
let api: AwsApi | undefined;

beforeAll(() => {
  requireNoLab();
  vpc = new BareVpc('cluster1', LANDSCAPE.cluster1, 0);
});

afterAll(async () => {
  await api?.stop();
  await stopPrivateLink();
  await vpc?.remove();
});

test.each([
  ['asked to end', async () => labProcess.stop()],
  ['killed', async () => process.kill(labProcess.pid()!, 'SIGKILL')],
])('what was %s leaves nothing', async (_, end) => {
  await startPrivateLink({ clusters: [vpc.cluster], landscape: LANDSCAPE });
  await untilLinks('it looked once', () => true);
  await expect(cutLink('cluster1', 'cluster2')).rejects.toThrow('there is no link from cluster1 to cluster2');
  api = connectAwsApi();
  expect(() => api!.log).toThrow('belongs to another process');
  await api.call(LANDSCAPE.cluster1, 'elbv2', 'create_load_balancer', {
    Name: 'east-west', Type: 'network', Scheme: 'internal', Subnets: LANDSCAPE.cluster1.subnets.map(({ id }) => id),
  });
  await untilLinks('the load balancer is there', () => namespacesLike(...PRIVATE_LINK_PREFIXES).length === 1);
  await end();
  await stopPrivateLink();
  expect(namespacesLike(...PRIVATE_LINK_PREFIXES)).toEqual([]);
  expect(privateLinkStatus()).toBeUndefined();
  expect(connectAwsApi).toThrow('the lab has no AWS API');
  await expect(fetch(api.url)).rejects.toThrow();
  await api.stop();
});
