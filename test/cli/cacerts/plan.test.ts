import fc from 'fast-check';
import { ObservedAuthority } from '../../../src/cli/cacerts/observed';
import { CacertsPlan, ChangeAction, DesiredAuthority, planCacerts } from '../../../src/cli/cacerts/plan';
import { Workload, Workloads } from '../../../src/cli/cacerts/workloads';
import { Certificate } from '../../../src/cli/certificate';
import { KubeSecret } from '../../../src/cli/kubernetes/kube-api';
import { MANAGED_BY } from '../../../src/cli/kubernetes/managed-by';
import { WorkloadKind } from '../../../src/cli/kubernetes/workload';
import { privateKeyPem } from '../../../src/cli/private-key';
import { authority, CustomAuthority } from '../custom-authority';

const CLUSTER = { cluster: 'cluster1', name: 'cluster "cluster1" (context "admin")' };
const NAMESPACE = 'istio-system';
const WRITTEN = '2026-06-01T00:00:00Z';
const LATER = new Date('2026-06-01T00:00:01Z');

/** Two roots, and two intermediates of each. */
interface Authorities {
  readonly roots: CustomAuthority[];
  readonly intermediates: CustomAuthority[][];
}

let authorities: Authorities;
beforeAll(async () => {
  const roots = [await authority({ subject: 'CN=Root 0' }), await authority({ subject: 'CN=Root 1' })];
  authorities = { roots, intermediates: await Promise.all(roots.map(async issuer => Promise.all([authority({ issuer }), authority({ issuer })]))) };
});

/** The files of an intermediate, which trust the roots of the given numbers. */
function filesOf(root: number, intermediate: number, trusted = [root]): Map<string, string> {
  const own = authorities.intermediates[root][intermediate];
  return new Map([
    ['ca-cert.pem', own.pem],
    ['ca-key.pem', privateKeyPem(own.key)],
    ['cert-chain.pem', own.pem + authorities.roots[root].pem],
    ['root-cert.pem', rootsText(trusted)],
  ]);
}

function rootsText(numbers: readonly number[]): string {
  return numbers.map(number => authorities.roots[number].pem).join('');
}

function secretOf(name: string, texts: Iterable<[string, string]>, metadata: KubeSecret['metadata'] = {}, type = 'Opaque'): KubeSecret {
  const data = Object.fromEntries([...texts].map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: NAMESPACE, uid: '1', resourceVersion: '7', creationTimestamp: WRITTEN, ...metadata }, type, data };
}

function selfSigned(root: number, type = 'istio.io/ca-root'): KubeSecret {
  return secretOf('istio-ca-secret', [['ca-cert.pem', rootsText([root])], ['root-cert.pem', rootsText([root])]], {}, type);
}

function workload(name: string, others: Partial<Workload> = {}): Workload {
  return { kind: WorkloadKind.DEPLOYMENT, namespace: NAMESPACE, name, created: new Date(0), ...others };
}

const WORKLOADS = { istiods: [workload('istiod')], gateways: [workload('istio-eastwestgateway')] };

function observed(others: Partial<ObservedAuthority> = {}): ObservedAuthority {
  return { distributedRoots: [], signingRoots: [], workloads: WORKLOADS, ...others };
}

function desired(others: Partial<DesiredAuthority> = {}): DesiredAuthority {
  return { namespace: NAMESPACE, files: filesOf(0, 0), restart: false, force: false, replaceRoot: false, ...others };
}

/** What a cluster has after a plan was carried out, and istiod started again if it was restarted. */
function after(before: ObservedAuthority, { cacerts, selfSigned: removed, restarts, authority: sum }: CacertsPlan): ObservedAuthority {
  const written = cacerts && { ...cacerts, metadata: { ...cacerts.metadata, uid: '1', resourceVersion: '8', creationTimestamp: WRITTEN } };
  const secret = written ?? before.cacerts!;
  const roots = Certificate.fromPem(Buffer.from(secret.data!['root-cert.pem'], 'base64').toString());
  const annotated = (workloads: readonly Workload[], index: number) =>
    workloads.map(each => (restarts[index]?.restarted.includes(each) ? { ...each, authority: sum } : each));
  const workloads: Workloads | undefined = before.workloads && {
    ...before.workloads, istiods: annotated(before.workloads.istiods, 0), gateways: annotated(before.workloads.gateways, 1),
  };
  return {
    cacerts: secret,
    selfSigned: removed ? undefined : before.selfSigned,
    signingRoots: roots,
    distributedRoots: restarts.length > 0 ? roots : before.distributedRoots,
    workloads,
  };
}

const actionsOf = ({ changes }: CacertsPlan) => changes.map(({ action, object }) => `${action} ${object}`);

describe('for any cluster', () => {
  const rootNumbers = fc.constantFrom<number[]>([0], [1], [0, 1], [1, 0]);
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const beside = fc.dictionary(fc.constantFrom('ca-crl.pem', 'notes.txt', 'key.pem', '__proto__x'), fc.string());
  const cluster = fc.record({
    cacerts: maybe(fc.record({
      root: fc.nat(1), intermediate: fc.nat(1), trusted: rootNumbers, ours: fc.boolean(), others: beside, generated: fc.boolean(),
    })),
    selfSigned: maybe(fc.nat(1)),
    distributed: maybe(rootNumbers),
    annotated: fc.subarray(['istiod', 'istio-eastwestgateway']),
    workloads: fc.boolean(),
  }).map(({ cacerts, selfSigned: own, distributed, annotated, workloads }) => {
    const secret = cacerts && secretOf('cacerts',
      [...filesOf(cacerts.root, cacerts.intermediate, cacerts.trusted), ...Object.entries(cacerts.others), ...(cacerts.generated ? [['istio-generated', ''] as [string, string]] : [])],
      { labels: { team: 'mesh', ...(cacerts.ours ? MANAGED_BY : {}) } });
    const list = (names: Workload[]) => names.map(each => ({ ...each, authority: annotated.includes(each.name) ? 'another' : undefined }));
    return {
      cacerts: secret,
      selfSigned: own === undefined ? undefined : selfSigned(own),
      signingRoots: secret ? Certificate.fromPem(rootsText(cacerts!.trusted)) : own === undefined ? [] : Certificate.fromPem(rootsText([own])),
      distributedRoots: distributed ? Certificate.fromPem(rootsText(distributed)) : [],
      workloads: workloads ? { istiods: list(WORKLOADS.istiods), gateways: list(WORKLOADS.gateways) } : undefined,
    } satisfies ObservedAuthority;
  });
  const wish = fc.record({ root: fc.nat(1), intermediate: fc.nat(1), trusted: rootNumbers, restart: fc.boolean() })
    .map(({ root, intermediate, trusted, restart }) => desired({ files: filesOf(root, intermediate, trusted), restart }));

  test('what was carried out has not to be done again', () => {
    fc.assert(fc.property(cluster, wish, (before, what) => {
      const all = { ...what, force: true, replaceRoot: true };
      const plan = planCacerts(CLUSTER, before, all);
      const again = planCacerts(CLUSTER, after(before, plan), { ...what, replaceRoot: true });
      expect(actionsOf(again)).toEqual([]);
      expect([again.cacerts, again.selfSigned]).toEqual([undefined, undefined]);
    }));
  });

  test('nothing that others made is replaced, and no root, unless that is asked for', () => {
    fc.assert(fc.property(cluster, wish, (before, what) => {
      const attempt = (others: Partial<DesiredAuthority>) => {
        try {
          return planCacerts(CLUSTER, before, { ...what, ...others });
        } catch {
          return undefined;
        }
      };
      const foreign = before.cacerts && before.cacerts.metadata.labels!['app.kubernetes.io/managed-by'] === undefined;
      if (foreign) {
        expect(attempt({ replaceRoot: true })?.cacerts).toBeUndefined();
      }
      const wanted = Certificate.fromPem(what.files.get('root-cert.pem')!).map(({ fingerprint }) => fingerprint);
      const strange = [before.signingRoots, before.distributedRoots].some(roots =>
        roots.length > 0 && !roots.some(({ fingerprint }) => wanted.includes(fingerprint)));
      expect(attempt({ force: true }) === undefined).toBe(strange);
    }));
  });

  test('what is beside the four files stays, with the identity of the Secret', () => {
    fc.assert(fc.property(cluster, wish, (before, what) => {
      const { cacerts } = planCacerts(CLUSTER, before, { ...what, force: true, replaceRoot: true });
      if (cacerts && before.cacerts) {
        const { 'istio-generated': _, ...kept } = before.cacerts.data!;
        expect({ ...cacerts.data, ...Object.fromEntries([...what.files.keys()].map(file => [file, kept[file]])) }).toEqual(kept);
        expect(cacerts.metadata).toEqual({ ...before.cacerts.metadata, labels: { team: 'mesh', ...MANAGED_BY } });
        expect(cacerts.type).toBe(before.cacerts.type);
      }
    }));
  });

  test('no key, nor a part of one, is in what is said', () => {
    fc.assert(fc.property(cluster, wish, (before, what) => {
      const { changes, notes } = planCacerts(CLUSTER, before, { ...what, force: true, replaceRoot: true });
      const said = JSON.stringify([changes, notes]);
      what.files.get('ca-key.pem')!.split('\n').filter(line => line.length > 20 && !line.startsWith('-')).forEach(line => expect(said).not.toContain(line.slice(0, 20)));
    }), { numRuns: 20 });
  });
});

describe('the Secret', () => {
  test('is made, with what marks it as ours', () => {
    const { cacerts, changes } = planCacerts(CLUSTER, observed({ workloads: undefined }), desired());
    expect(changes).toEqual([{ action: ChangeAction.CREATE, object: 'secret istio-system/cacerts', reason: 'the intermediate of cluster1, with its key' }]);
    expect(cacerts).toEqual({ ...secretOf('cacerts', filesOf(0, 0)), metadata: { name: 'cacerts', namespace: NAMESPACE, labels: MANAGED_BY } });
  });

  test('keeps the bytes of its root where the certificates are the same, in whatever order', () => {
    const bytes = `\n${rootsText([1, 0])}\n`;
    const files = [...filesOf(0, 1, [0, 1])].map(([file, text]): [string, string] => [file, file === 'root-cert.pem' ? bytes : text]);
    const before = observed({ cacerts: secretOf('cacerts', files, { labels: MANAGED_BY }) });
    const { cacerts } = planCacerts(CLUSTER, before, desired({ files: filesOf(0, 0, [0, 1]) }));
    expect(Buffer.from(cacerts!.data!['root-cert.pem'], 'base64').toString()).toBe(bytes);
    expect(planCacerts(CLUSTER, before, desired({ files: filesOf(0, 1, [0, 1]) })).changes).toEqual([]);
  });

  test('without data is somebody\'s all the same', () => {
    const empty = { ...secretOf('cacerts', []), data: undefined };
    expect(() => planCacerts(CLUSTER, observed({ cacerts: empty }), desired())).toThrow(/was not made by this program/);
  });
});

describe('restarts', () => {
  const applied = (workloads: Workloads | undefined, others: Partial<ObservedAuthority> = {}) =>
    observed({ cacerts: secretOf('cacerts', filesOf(0, 0), { labels: MANAGED_BY }), workloads, ...others });
  const restart = { restart: true };
  const sum = () => planCacerts(CLUSTER, observed(), desired()).authority;

  test.each<[string, () => Partial<Workload>, boolean]>([
    ['that was not restarted since', () => ({}), true],
    ['that was restarted with another authority', () => ({ authority: 'another' }), true],
    ['that was restarted with this one', () => ({ authority: sum() }), false],
    ['that is younger than the Secret', () => ({ created: LATER }), false],
    ['that was made in the same second', () => ({ created: new Date(WRITTEN) }), true],
  ])('a workload %s: %#', (_, others, expected) => {
    const plan = planCacerts(CLUSTER, applied({ istiods: [workload('istiod', others())], gateways: [] }), desired(restart));
    expect(actionsOf(plan)).toEqual(expected ? ['restart deployment istio-system/istiod'] : []);
    expect(plan.restarts[0].awaited).toHaveLength(1);
  });

  test('count the last change of the Secret, not its making', () => {
    const changed = { labels: MANAGED_BY, managedFields: [{ time: '2026-06-02T00:00:00Z' }, {}] };
    const before = applied({ istiods: [workload('istiod', { created: LATER })], gateways: [] }, { cacerts: secretOf('cacerts', filesOf(0, 0), changed) });
    expect(actionsOf(planCacerts(CLUSTER, before, desired(restart)))).toEqual(['restart deployment istio-system/istiod']);
  });

  test('another intermediate, and other roots, are another authority; another order of the roots is not', () => {
    const sums = [filesOf(0, 0), filesOf(0, 1), filesOf(0, 0, [0, 1])].map(files => planCacerts(CLUSTER, observed(), desired({ files })).authority);
    expect(new Set(sums).size).toBe(3);
    expect(planCacerts(CLUSTER, observed(), desired({ files: filesOf(0, 0, [1, 0]) })).authority).toBe(sums[2]);
  });
});

describe('notes', () => {
  const START = 'istiod takes the authority at its next start: run the command again with --restart';
  const MULTIROOT = 'istiod takes more than one root only with ISTIO_MULTIROOT_MESH=true (docs/trust.md)';
  const OLD = 'workloads keep the old root until they are restarted, and refuse those that have the new one';
  const roots = (...numbers: number[]) => Certificate.fromPem(rootsText(numbers));
  const ours = (root: number, intermediate: number, trusted?: number[]) => secretOf('cacerts', filesOf(root, intermediate, trusted), { labels: MANAGED_BY });

  test.each<[string, () => ObservedAuthority, Partial<DesiredAuthority>, string[]]>([
    ['no istiod yet', () => observed({ workloads: { istiods: [], gateways: [] } }), {}, []],
    ['an istiod without cacerts', () => observed(), {}, [START]],
    ['the same with --restart', () => observed(), { restart: true }, []],
    ['nobody knows of an istiod', () => observed({ workloads: undefined }), {}, [START]],
    ['a renewal under the same root', () => observed({ cacerts: ours(0, 1), distributedRoots: roots(0) }), {}, []],
    ['a root is added', () => observed({ cacerts: ours(0, 1, [0, 1]), distributedRoots: roots(0, 1) }), {}, [MULTIROOT]],
    ['another root', () => observed({ cacerts: ours(1, 0), distributedRoots: roots(1) }), { replaceRoot: true }, [START, OLD]],
    ['another root with --restart', () => observed({ cacerts: ours(1, 0), distributedRoots: roots(1) }), { replaceRoot: true, restart: true }, [OLD]],
    ['nothing changes', () => observed({ cacerts: ours(0, 0), distributedRoots: roots(0) }), {}, []],
    ['gateways elsewhere cannot be seen', () => observed({ workloads: { ...WORKLOADS, onlyNamespace: NAMESPACE } }), { restart: true },
      ['gateways were looked for in namespace istio-system alone, you may not list those of others: restart them yourself']],
  ])('%s', (_, before, others, expected) => {
    expect(planCacerts(CLUSTER, before(), desired(others)).notes).toEqual(expected);
  });
});
