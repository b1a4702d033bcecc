import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ENDPOINT, linkOf, plan, SNAPSHOT, withChange } from './private-link-fixture';
import { Snapshot } from '../lab/private-link/snapshot';
import { writeZones, zoneText } from '../lab/private-link/zone-file';
import { Zones } from '../lab/private-link/zones';

const PUBLIC_ZONE = 'vpce-svc-01234567.eu-west-1.vpce.amazonaws.com';
const BOTH = ['10.10.0.4', '10.10.1.4'];

const [ZONE] = SNAPSHOT.hostedZones;
const RECORD = ZONE!.Records[1]!;

function withRecord(...records: Snapshot['hostedZones'][number]['Records']): Snapshot {
  return withChange('hostedZones', 0, { Records: records });
}

describe('the resolver of a VPC', () => {
  test('knows the private zones of its VPC, and the names of all endpoints', () => {
    const { cluster1, cluster2 } = plan().zones;
    const names = (label: string, values: readonly string[]) => ({ name: `${ENDPOINT}-89abcdef${label}.${PUBLIC_ZONE}.`, type: 'A', ttl: 60, values });
    const endpoints = [names('', BOTH), names('-eu-west-1a', [BOTH[0]!]), names('-eu-west-1b', [BOTH[1]!])];
    expect(cluster1).toEqual({
      [PUBLIC_ZONE]: endpoints,
      'mesh.internal': [{ name: 'cluster2.mesh.internal.', type: 'A', ttl: 60, values: BOTH }],
    });
    // A name of the public suffix, but an address of the other VPC.
    expect(cluster2).toEqual({ [PUBLIC_ZONE]: endpoints });
  });

  test.each<[string, Snapshot]>([
    ['is missing', withRecord()],
    ['leads to another endpoint', withRecord({ ...RECORD, AliasTarget: { DNSName: 'vpce-other.vpce.amazonaws.com.' } })],
    ['is in a zone of another VPC', withChange('hostedZones', 0, { VPCs: [{ VPCId: 'vpc-other' }] })],
    ['is in a public zone', withChange('hostedZones', 0, { Config: { PrivateZone: false } })],
  ])('knows no name where the record %s', (_, snapshot) => {
    const planned = plan(snapshot);
    expect(planned.zones.cluster1!['mesh.internal'] ?? []).toEqual([]);
    // The address would still carry.
    expect(linkOf(planned)).toMatchObject({ names: [], reason: undefined });
  });

  test('knows records that are no alias', () => {
    const snapshot = withRecord({ Name: 'other.mesh.internal.', Type: 'CNAME', TTL: 300, ResourceRecords: [{ Value: 'example.com.' }] });
    expect(plan(snapshot).zones.cluster1!['mesh.internal']).toEqual([{ name: 'other.mesh.internal.', type: 'CNAME', ttl: 300, values: ['example.com.'] }]);
  });
});

describe('the file of a zone', () => {
  let parent: string;
  let directory: string;
  const zones = (values: readonly string[]): Zones => ({ 'mesh.internal': [{ name: 'cluster2.mesh.internal.', type: 'A', ttl: 60, values }] });
  const text = () => readFileSync(join(directory, 'mesh.internal'), 'utf8');
  const serial = () => Number(/ SOA \S+ \S+ (\d+) /.exec(text())![1]);

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'zones-'));
    directory = join(parent, 'zones');
  });

  afterEach(() => rmSync(parent, { recursive: true }));

  test('has all records', () => {
    expect(zoneText('mesh.internal', zones(BOTH)['mesh.internal']!)).toBe([
      'mesh.internal. 5 IN SOA ns.mesh.internal. hostmaster.mesh.internal. SERIAL 7200 900 1209600 5',
      'mesh.internal. 172800 IN NS ns.mesh.internal.',
      'cluster2.mesh.internal. 60 IN A 10.10.0.4',
      'cluster2.mesh.internal. 60 IN A 10.10.1.4',
      '',
    ].join('\n'));
  });

  test('gets a higher number with each change, and is left alone without one', () => {
    writeZones(directory, zones(BOTH));
    const before = { serial: serial(), inode: statSync(join(directory, 'mesh.internal')).ino };
    expect(Math.abs(before.serial - Date.now() / 1000)).toBeLessThan(60);
    writeZones(directory, zones(BOTH));
    expect(statSync(join(directory, 'mesh.internal')).ino).toBe(before.inode);
    writeZones(directory, zones([BOTH[0]!]));
    expect(serial()).toBeGreaterThan(before.serial);
    expect(text()).not.toContain(BOTH[1]);
  });

  test('goes with the zone, and no other file is beside it', () => {
    mkdirSync(directory);
    writeFileSync(join(directory, 'gone.internal'), '');
    writeZones(directory, zones(BOTH));
    expect(readdirSync(directory)).toEqual(['mesh.internal']);
    expect(readdirSync(parent)).toEqual(['zones']);
  });
});
