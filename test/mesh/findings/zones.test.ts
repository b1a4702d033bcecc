import { found } from './found';
import { ClusterVpc, FindingSeverity, Mesh, MeshClusterProps } from '../../../src/mesh';
import { addCluster, pair, vpcAttributes } from '../meshes';

const vpc = (name: string, zones: string[], known = true) => ClusterVpc.fromAttributes(vpcAttributes(name, {
  availabilityZones: zones.map(zone => `eu-west-1${zone}`), ...known ? {} : { availabilityZoneIds: undefined },
}));

function linked(consumer: Partial<MeshClusterProps>, provider: Partial<MeshClusterProps>): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  addCluster(mesh, 'a', consumer).consume(addCluster(mesh, 'b', provider));
  return mesh;
}

describe('NET-01', () => {
  const unknown = {
    id: 'NET-01',
    severity: FindingSeverity.INFO,
    subject: 'a -> b',
    message: 'whether the clusters of link a -> b share availability zones is not known at synthesis: ' +
      'give availabilityZoneIds of both VPCs, or see that their subnets are in the same zone ids',
  };

  test('names of zones in two accounts say nothing', () => {
    expect(found(linked({}, { vpc: vpc('b', ['a', 'b'], false), account: '222222222222' }), 'NET-01')).toEqual([unknown]);
  });

  test('a VPC is looked up', () => {
    expect(found(linked({ vpc: ClusterVpc.fromLookup('vpc-0a0000000') }, {}), 'NET-01')).toEqual([unknown]);
  });

  test('not in one account, nor with ids, nor across regions', () => {
    const meshes = [
      linked({}, { vpc: vpc('b', ['a', 'b'], false) }),
      linked({}, { account: '222222222222' }),
      linked({ vpc: ClusterVpc.fromLookup('vpc-0a0000000') }, { region: 'us-east-1', account: '222222222222' }),
    ];
    expect(meshes.flatMap(mesh => found(mesh, 'NET-01'))).toEqual([]);
  });
});

describe('NET-02', () => {
  test('there is one common zone', () => {
    expect(found(linked({}, { vpc: vpc('b', ['b', 'c']) }), 'NET-02')).toEqual([{
      id: 'NET-02',
      severity: FindingSeverity.WARNING,
      subject: 'a -> b',
      message: 'the clusters of link a -> b share only the zone eu-west-1b: losing it cuts the link, add subnets in further common zones',
    }]);
  });

  test('not where there are two, or it is not known, or none is a problem of its own', () => {
    const meshes = [
      linked({}, {}), linked({ vpc: ClusterVpc.fromLookup('vpc-0a0000000') }, { vpc: vpc('b', ['a']) }),
      linked({}, { vpc: vpc('b', ['c']) }), linked({}, { region: 'us-east-1', vpc: vpc('b', ['a']) }),
    ];
    expect(meshes.flatMap(mesh => found(mesh, 'NET-02'))).toEqual([]);
  });
});

describe('NET-03', () => {
  function consuming(links: number, props: Partial<MeshClusterProps>): Mesh {
    const mesh = new Mesh({ meshId: 'demo' });
    const hub = addCluster(mesh, 'hub', props);
    for (let spoke = 0; spoke < links; spoke++) {
      hub.consume(addCluster(mesh, `spoke${spoke}`));
    }
    return mesh;
  }

  test.each([[40, undefined, 50], [50, undefined, 50], [4, 5, 5], [1, 1, 1]])('%d links need most of a quota of %s', (links, interfaceEndpointQuota, quota) => {
    expect(found(consuming(links, { interfaceEndpointQuota }), 'NET-03')).toEqual([{
      id: 'NET-03',
      severity: FindingSeverity.INFO,
      subject: 'hub',
      message: `cluster "hub" needs ${links} of the ${quota} interface endpoints that its VPC may hold, ` +
        'which endpoints for AWS services count towards too: have the quota raised in time',
    }]);
  });

  test.each([[39, undefined], [40, 51], [3, 5], [0, 1]])('%d links are well below a quota of %s', (links, interfaceEndpointQuota) => {
    expect(found(consuming(links, { interfaceEndpointQuota }), 'NET-03')).toEqual([]);
  });

  test('clusters in one VPC share its quota', () => {
    const { mesh, cluster1, cluster2 } = pair();
    const shared = ClusterVpc.fromAttributes(vpcAttributes('shared'));
    for (const name of ['a', 'b']) {
      const cluster = addCluster(mesh, name, { vpc: shared, interfaceEndpointQuota: 5 });
      cluster.consume(cluster1);
      cluster.consume(cluster2);
    }
    expect(found(mesh, 'NET-03')).toMatchObject([{
      subject: 'a',
      message: `clusters "a" and "b" need 4 of the 5 interface endpoints that ${shared.description} may hold, ` +
        'which endpoints for AWS services count towards too: have the quota raised in time',
    }]);
  });
});
