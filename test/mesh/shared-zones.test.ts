import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { addCluster, vpcAttributes } from './meshes';
import { ClusterVpc, Mesh, MeshClusterProps } from '../../src/mesh';
import { sharedZones } from '../../src/mesh/shared-zones';

// An app makes its output directory at once, in a place of its own unless told where.
const outdir = mkdtempSync(join(tmpdir(), 'cdk.out-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const OTHER_ACCOUNT = { account: '222222222222' };

/** Zones by letter; ids by number, if known. */
function vpc(name: string, letters: string, ids?: string): ClusterVpc {
  return ClusterVpc.fromAttributes(vpcAttributes(name, {
    availabilityZones: [...letters].map(zone => `eu-west-1${zone}`),
    availabilityZoneIds: ids === undefined ? undefined : [...ids].map(id => `euw1-az${id}`),
  }));
}

function zones(consumer: ClusterVpc, provider: ClusterVpc, providerProps: Partial<MeshClusterProps> = {}): string[] | undefined {
  const mesh = new Mesh({ meshId: 'demo' });
  return sharedZones(addCluster(mesh, 'a', { vpc: consumer }).consume(addCluster(mesh, 'b', { vpc: provider, ...providerProps })))
    ?.map(zone => zone.replace('eu-west-1', ''));
}

describe.each([['in one account', {}], ['across accounts', OTHER_ACCOUNT]])('%s', (_, provider) => {
  test('ids decide where both are known, whatever the names', () => {
    expect(zones(vpc('a', 'abc', '123'), vpc('b', 'abc', '312'), provider)).toEqual(['a', 'b', 'c']);
    expect(zones(vpc('a', 'ab', '12'), vpc('b', 'cd', '29'), provider)).toEqual(['b']);
    expect(zones(vpc('a', 'ab', '12'), vpc('b', 'ab', '34'), provider)).toEqual([]);
  });

  test('they come in the order and under the names of the consumer', () => {
    expect(zones(vpc('a', 'cab', '321'), vpc('b', 'xyz', '123'), provider)).toEqual(['c', 'a', 'b']);
  });

  test('unknown where a VPC is looked up', () => {
    const lookup = ClusterVpc.fromLookup('vpc-0a0000000');
    expect(zones(lookup, vpc('b', 'ab', '12'), provider)).toBeUndefined();
    expect(zones(vpc('a', 'ab', '12'), lookup, provider)).toBeUndefined();
    expect(zones(lookup, lookup, provider)).toBeUndefined();
  });
});

describe('where ids are not known of both', () => {
  test.each<[string, string | undefined, string | undefined]>([['neither', undefined, undefined], ['the consumer only', '12', undefined], ['the provider only', undefined, '23']])(
    'names decide in one account: ids of %s', (_, consumerIds, providerIds) => {
      expect(zones(vpc('a', 'ab', consumerIds), vpc('b', 'bc', providerIds))).toEqual(['b']);
      expect(zones(vpc('a', 'ab', consumerIds), vpc('b', 'cd', providerIds))).toEqual([]);
    });

  test('nothing decides across accounts', () => {
    expect(zones(vpc('a', 'ab'), vpc('b', 'ab'), OTHER_ACCOUNT)).toBeUndefined();
    expect(zones(vpc('a', 'ab', '12'), vpc('b', 'ab'), OTHER_ACCOUNT)).toBeUndefined();
    expect(zones(vpc('a', 'ab'), vpc('b', 'ab', '12'), OTHER_ACCOUNT)).toBeUndefined();
  });
});

test('across regions no common zone is needed', () => {
  const provider = ClusterVpc.fromAttributes(vpcAttributes('b', { availabilityZones: ['us-east-1a'], availabilityZoneIds: ['use1-az1'] }));
  expect(zones(vpc('a', 'ab', '12'), provider, { region: 'us-east-1' })).toBeUndefined();
});

test('a VPC of the same app has names', () => {
  const stack = new Stack(new App({ outdir }), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const made = ClusterVpc.fromVpc(new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }));
  expect(zones(made, vpc('b', 'bc', '23'))).toEqual(['b']);
  expect(zones(vpc('a', 'bc', '23'), made)).toEqual(['b']);
  expect(zones(made, vpc('b', 'bc', '23'), OTHER_ACCOUNT)).toBeUndefined();
});

test('with ids, the zones of one direction are those of the other', () => {
  const some = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(some, some, (consumerIds, providerIds) => {
    const letters = (ids: number[]) => 'abcdef'.slice(0, ids.length);
    const a = vpc('a', letters(consumerIds), consumerIds.join(''));
    const b = vpc('b', letters(providerIds), providerIds.join(''));
    const ids = (of: number[], names: string[]) => names.map(name => of['abcdef'.indexOf(name)]).sort();
    const common = consumerIds.filter(id => providerIds.includes(id)).sort();
    expect(ids(consumerIds, zones(a, b, OTHER_ACCOUNT)!)).toEqual(common);
    expect(ids(providerIds, zones(b, a, OTHER_ACCOUNT)!)).toEqual(common);
  }));
});
