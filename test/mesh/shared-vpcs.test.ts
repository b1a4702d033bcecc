import { addCluster, vpcAttributes } from './meshes';
import { ClusterVpc, Mesh } from '../../src/mesh';
import { clustersOf, sharedVpcs } from '../../src/mesh/shared-vpcs';

const vpc = ClusterVpc.fromAttributes(vpcAttributes('shared'));
const same = ClusterVpc.fromLookup(vpcAttributes('shared').vpcId);

test('clusters are together when account, region and VPC are the same', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  addCluster(mesh, 'z', { vpc });
  addCluster(mesh, 'b', { vpc: same });
  addCluster(mesh, 'c', { vpc, account: '222222222222' });
  addCluster(mesh, 'd', { vpc, region: 'us-east-1' });
  addCluster(mesh, 'e');
  expect(sharedVpcs(mesh).map(clustersOf)).toEqual(['clusters "b" and "z"', 'cluster "c"', 'cluster "d"', 'cluster "e"']);
});

test('they share endpoints and the highest quota', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  const [a, b, c] = [addCluster(mesh, 'a', { vpc }), addCluster(mesh, 'b', { vpc, interfaceEndpointQuota: 80 }), addCluster(mesh, 'c', { vpc })];
  const d = addCluster(mesh, 'd', { interfaceEndpointQuota: 7 });
  a.consume(d);
  b.consume(d);
  c.consume(a);
  expect(sharedVpcs(mesh)).toEqual([{ clusters: [a, b, c], endpoints: 3, quota: 80 }, { clusters: [d], endpoints: 0, quota: 7 }]);
  expect(clustersOf(sharedVpcs(mesh)[0])).toBe('clusters "a", "b" and "c"');
});
