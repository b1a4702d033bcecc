import fc from 'fast-check';
import { describedLinks } from './links';
import { foreignTokenNote, grantedNote, readingNotes, rotationNotes } from '../../../src/cli/remote-secret/notes';
import { resourcesText } from '../../../src/cli/remote-secret/resources-text';
import { IstioVersion, LinkMode, ReaderAccess } from '../../../src/mesh';
import { readableResources, readerRules } from '../../../src/mesh/reader-rules';

const withAccess = (readerAccess: ReaderAccess) => ({ link: { mode: LinkMode.discovery({ readerAccess }) } });

describe('what the consumer may read', () => {
  test('without Secrets, with what that does to istiod', () => {
    expect(readingNotes(describedLinks())).toEqual(['cluster1 -> cluster2, cluster2 -> cluster1: in the whole of the provider\'s cluster, the consumer may read ' +
      'services, endpoints, pods, replica sets, replication controllers, nodes, namespaces, ConfigMaps, Gateways, service exports, service imports, ' +
      'custom resource definitions and everything in extensions.istio.io, networking.istio.io, security.istio.io and telemetry.istio.io, and no Secret. ' +
      'Traffic works; the consumer\'s istiod starts 30 seconds later, and "istioctl remote-clusters" says timeout for the provider as long as it runs']);
  });

  test('with Secrets, with what that means', () => {
    const [note] = readingNotes(describedLinks(['a', 'b'], withAccess(ReaderAccess.WITH_SECRETS)));
    expect(note).toMatch(/^a -> b, b -> a: .* may read every Secret, the key of its certificate authority included, and services, /);
    expect(note).toMatch(/Whoever holds the consumer can therefore pose as any workload of the mesh$/);
    expect(note).not.toContain('timeout');
  });

  test('readers that may read the same share a line, and others have their own', () => {
    const [first, second] = describedLinks();
    expect(readingNotes([first, { ...second, reads: ['services'] }])).toHaveLength(2);
  });

  test.each([ReaderAccess.WITH_SECRETS, ReaderAccess.WITHOUT_SECRETS])('every resource of the role %s has a word, and no word is said that it has not', access => {
    for (const configMaps of [true, false]) {
      const resources = readableResources(readerRules(access, configMaps)).filter(resource => resource !== 'secrets');
      const text = resourcesText(resources);
      expect(text.includes('ConfigMaps')).toBe(configMaps);
      // What has no word is named as kubectl names it, with its group.
      expect(text).not.toMatch(/\.k8s\.io|secrets/);
      for (const left of resources) {
        const rest = resources.filter(resource => resource !== left);
        const shared = resourcesText(rest) === text;
        expect([left, shared]).toEqual([left, ['endpoints', 'endpointslices.discovery.k8s.io', 'gateways.gateway.networking.k8s.io', 'gateways.networking.x-k8s.io'].includes(left)]);
      }
    }
  });

  test('property: a resource nobody thought of is named', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{3,8}\.[a-z]{3,8}\.io$/), fc.boolean(), (resource, whole) => {
      expect(resourcesText(['services', whole ? `*.${resource}` : resource])).toBe(`services and ${whole ? 'everything in ' : ''}${resource}`);
    }));
    expect(resourcesText([])).toBe('');
  });
});

describe('granted for a shorter time', () => {
  const token = { token: 't', caData: 'c', secret: { metadata: {} } };

  test('is said', () => {
    const [link] = describedLinks();
    expect(grantedNote(link, { ...token, grantedSeconds: 86_400 }, 90 * 86_400)).toEqual(['cluster1 -> cluster2: a token for 90 days was asked for, and the API server of ' +
      'cluster2 grants 24 hours at most: run "istio-privatelink remote-secret rotate" more often than that, on a schedule, or use --long-lived']);
  });

  test('is not, where it was not', () => {
    const [link] = describedLinks();
    expect(grantedNote(link, { ...token, grantedSeconds: 600 }, 600)).toEqual([]);
    expect(grantedNote(link, token, 600)).toEqual([]);
    expect(grantedNote(link, { ...token, grantedSeconds: 600 }, undefined)).toEqual([]);
  });
});

test.each([['1.30', true], ['1.30.0', true], ['1.30.3', true], ['1.30.4', false], ['1.29.6', false], ['1.31', false], ['1.31.0', false]])(
  'Istio %s: a change of a remote secret is dangerous: %s', (version, isDangerous) => {
    const notes = rotationNotes(describedLinks(['a', 'b'], { istioVersion: IstioVersion.of(version) }));
    expect(notes).toHaveLength(isDangerous ? 2 : 0);
    if (isDangerous) {
      expect(notes[0]).toMatch(new RegExp(`^a runs Istio ${version.replace('.', '\\.')}, and rotating a remote secret can deadlock istiod \\(istio/istio#60612.*\\(#60920, #61043`));
      expect(notes[0].includes('name that patch with IstioVersion.of()')).toBe(version === '1.30');
    }
  });

test('a token that others made is named by its Secret, if it has one', () => {
  const claims = { serviceAccount: 'a:b', secret: 'theirs' };
  expect(foreignTokenNote('l', 'p', 'ns', claims, [{ metadata: { name: 'ours' } }])).toEqual([expect.stringMatching(/^l: .*to end it, delete Secret ns\/theirs of p$/)]);
  expect(foreignTokenNote('l', 'p', 'ns', claims, [{ metadata: { name: 'theirs' } }])).toEqual([]);
  expect(foreignTokenNote('l', 'p', 'ns', undefined, [])).toEqual([expect.stringContaining('find out in p whose it is')]);
});
