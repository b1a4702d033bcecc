import fc from 'fast-check';
import { contextOf, NamedContexts, parseContexts } from '../../../src/cli/kubernetes/contexts';
import { Kubectl } from '../../../src/cli/kubernetes/kubectl';
import { withKubectlScript } from '../kubectl-script';

const CLUSTER = { name: 'cluster1', account: '111111111111', region: 'eu-west-1' };
const NONE: NamedContexts = new Map();

/** The user's kubectl, with these contexts. */
function kubectlOf(...contexts: string[]): Kubectl {
  return new Kubectl(withKubectlScript(contexts.map(context => `echo '${context}'`).join('\n')));
}

describe('--context', () => {
  test.each<[string[], string[], [string, string][]]>([
    [[], ['cluster1'], []],
    [['admin'], ['cluster1'], [['cluster1', 'admin']]],
    [['cluster1=admin'], ['cluster1'], [['cluster1', 'admin']]],
    [['a=b'], ['cluster1'], [['cluster1', 'a=b']]],
    [['cluster1=a=b'], ['cluster1', 'cluster2'], [['cluster1', 'a=b']]],
    [['cluster2=x', 'cluster1=y'], ['cluster1', 'cluster2'], [['cluster2', 'x'], ['cluster1', 'y']]],
    [['cluster10=x'], ['cluster1', 'cluster10'], [['cluster10', 'x']]],
  ])('%j of clusters %j', (values, clusters, expected) => {
    expect([...parseContexts(values, clusters)]).toEqual(expected);
  });

  test.each<[string[], string[], RegExp]>([
    [['admin'], ['cluster1', 'cluster2'], /^--context "admin" does not say for which cluster: give <cluster>=<context> with "cluster1" or "cluster2"$/],
    [['cluster3=admin'], ['cluster1', 'cluster2'], /does not say for which cluster/],
    [['cluster1=a', 'cluster1=b'], ['cluster1', 'cluster2'], /^--context names "a" and "b" for cluster "cluster1": give one$/],
    [['cluster1='], ['cluster1'], /^--context "cluster1=" is empty/],
    [[''], ['cluster1'], /^--context "" is empty/],
  ])('%j of clusters %j is refused', (values, clusters, message) => {
    expect(() => parseContexts(values, clusters)).toThrow(message);
  });

  test('any context can be given for any cluster', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), context => {
      expect(parseContexts([`cluster2=${context}`], ['cluster1', 'cluster2'])).toEqual(new Map([['cluster2', context]]));
    }));
  });
});

describe('the context of a cluster', () => {
  test.each<[string, string[], string]>([
    ['has its name', ['cluster2', 'cluster1'], 'cluster1'],
    ['has its ARN', ['arn:aws:eks:eu-west-1:111111111111:cluster/cluster1', 'arn:aws:eks:eu-west-2:111111111111:cluster/cluster1'], 'arn:aws:eks:eu-west-1:111111111111:cluster/cluster1'],
    ['has its ARN in another partition', ['arn:aws-us-gov:eks:eu-west-1:111111111111:cluster/cluster1'], 'arn:aws-us-gov:eks:eu-west-1:111111111111:cluster/cluster1'],
    ['is eksctl\'s', ['me@cluster1.eu-west-1.eksctl.io', 'me@cluster1.eu-west-2.eksctl.io'], 'me@cluster1.eu-west-1.eksctl.io'],
    ['is eksctl\'s, of a user with an address', ['me@example.com@cluster1.eu-west-1.eksctl.io'], 'me@example.com@cluster1.eu-west-1.eksctl.io'],
    ['has its name, rather than its ARN', ['arn:aws:eks:eu-west-1:111111111111:cluster/cluster1', 'cluster1'], 'cluster1'],
  ])('%s', async (_, contexts, expected) => {
    expect(await contextOf(kubectlOf(...contexts), CLUSTER, NONE)).toBe(expected);
  });

  test.each<[string, string[], RegExp]>([
    ['there is none', [], /^no context of your kubeconfig has the name of cluster "cluster1": name one with --context cluster1=<context>; it has none \(/],
    ['it is of another account', ['arn:aws:eks:eu-west-1:222222222222:cluster/cluster1'], /^no context/],
    ['it is of another cluster', ['arn:aws:eks:eu-west-1:111111111111:cluster/cluster10', 'cluster10', 'my-cluster1'], /^no context/],
    ['there are several', ['a@cluster1.eu-west-1.eksctl.io', 'b@cluster1.eu-west-1.eksctl.io'], /^2 contexts of your kubeconfig have the name/],
  ])('has to be named where %s', async (_, contexts, message) => {
    await expect(contextOf(kubectlOf(...contexts), CLUSTER, NONE)).rejects.toThrow(message);
  });

  test('is the one that was named, and has to be there', async () => {
    const named = new Map([['cluster1', 'admin']]);
    expect(await contextOf(kubectlOf('cluster1', 'admin'), CLUSTER, named)).toBe('admin');
    await expect(contextOf(kubectlOf('cluster1'), CLUSTER, named)).rejects.toThrow(/^context "admin" of cluster "cluster1" is not in your kubeconfig: it has "cluster1"$/);
  });

  test('of a cluster that the mesh no longer has is found by its name alone', async () => {
    const gone = { name: 'cluster1' };
    expect(await contextOf(kubectlOf('cluster1'), gone, NONE)).toBe('cluster1');
    await expect(contextOf(kubectlOf('arn:aws:eks:eu-west-1:111111111111:cluster/cluster1'), gone, NONE)).rejects.toThrow(/^no context/);
  });
});
