import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { AddressInfo, createServer, Socket } from 'net';
import { join } from 'path';
import { parse, stringify } from 'yaml';
import { ApplyWorkspace, textsOf } from './apply-workspace';
import { cleanIstioObjects, putGateway, putIstiod, putSelfSigned, selfSignedRoot } from './istio-objects';
import { kubeconfig } from './kubeconfig';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { sharedClusters } from './shared-clusters';
import { temporaryDirectory } from '../cli/temporary-directory';

const { cluster1, cluster2 } = sharedClusters();
withMeshNamespaces();
afterEach(() => cleanIstioObjects(cluster1));

/** A kubeconfig with one context, which is changed before it is written. */
function kubeconfigFile(change: (config: any) => void, name = 'cluster1'): string {
  const config = parse(kubeconfig([cluster1.kubeconfigEntry()])) as any;
  config.contexts[0].name = name;
  change(config);
  const file = join(temporaryDirectory(), 'kubeconfig');
  writeFileSync(file, stringify(config), { mode: 0o600 });
  return file;
}

/** A user who may do no more than the rules say, in Istio's namespace. */
function limitedUser(rules: readonly (readonly [resources: string, verbs: string])[]): string {
  cluster1.kubectl(['create', '--filename', '-'], JSON.stringify({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'limited', namespace: ISTIO_NAMESPACE },
    rules: rules.map(([resources, verbs]) => ({ apiGroups: ['', 'apps'], resources: resources.split(','), verbs: verbs.split(',') })),
  }));
  cluster1.kubectl(['create', 'rolebinding', 'limited', '--role', 'limited', '--user', 'limited', '--namespace', ISTIO_NAMESPACE]);
  return kubeconfigFile(config => {
    config.users[0].user.as = 'limited';
  });
}

const NEEDED = [['namespaces,configmaps', 'get'], ['secrets', 'get,create,update,delete']] as const;

describe('the context', () => {
  test.each([
    ['with the name of the cluster', 'cluster1'],
    ['of aws eks update-kubeconfig', 'arn:aws:eks:eu-west-1:111111111111:cluster/cluster1'],
    ['of eksctl', 'me@example.com@cluster1.eu-west-1.eksctl.io'],
  ])('%s is found', async (_, context) => {
    const workspace = await ApplyWorkspace.create();
    const output = JSON.parse(await workspace.applied(['-o', 'json', '--kubeconfig', kubeconfigFile(() => undefined, context)]));
    expect(output).toMatchObject({ cluster: 'cluster1', context });
    expect(textsOf(cluster1)).toEqual(workspace.texts());
  });

  test('of another name is given with --context, of which the kubeconfig may be any that kubectl merges', async () => {
    const workspace = await ApplyWorkspace.create();
    const env = { KUBECONFIG: `/nowhere/kubeconfig:${kubeconfigFile(() => undefined, 'admin=1')}` };
    expect(await workspace.refused([], { env })).toMatch(/no context of your kubeconfig has the name of cluster "cluster1": name one with --context cluster1=<context>; it has "admin=1"\n$/);
    await workspace.applied(['--context', 'admin=1'], { env });
    expect(await workspace.applied(['--context', 'cluster1=admin=1'], { env })).toContain('nothing to change');
  });

  test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
    ['is not there', ['--context', 'nowhere'], {}, /context "nowhere" of cluster "cluster1" is not in your kubeconfig: it has "cluster1", "cluster2"\n$/],
    ['is looked for in no file', ['--kubeconfig', '/nowhere/config'], {}, /^error: kubeconfig "\/nowhere\/config" not found: give the path of yours with --kubeconfig\n$/],
    ['is looked for in an empty kubeconfig', [], { KUBECONFIG: '/nowhere/config' }, /; it has none \(kubectl looks where KUBECONFIG says, or in ~\/\.kube\/config\)\n$/],
    ['is looked for in what is no kubeconfig', ['--kubeconfig', __filename], {}, /^error: .*certs-apply-reach/],
    ['leads to another cluster of the mesh', ['--context', 'cluster2'], {}, /\(context "cluster2"\) says that it is network "cluster2", and cluster "cluster1" is network "cluster1": the context leads to another/],
  ])('%s', async (_, args, env, message) => {
    const workspace = await ApplyWorkspace.create();
    expect(await workspace.refused(args, { env })).toMatch(message);
    expect([textsOf(cluster1), textsOf(cluster2)]).toEqual([undefined, undefined]);
  });

  test('leads to a cluster of which nothing tells which it is', async () => {
    const workspace = await ApplyWorkspace.create();
    cluster1.kubectl(['label', 'namespace', ISTIO_NAMESPACE, 'topology.istio.io/network-']);
    expect(await workspace.refused()).toMatch(/has no label topology\.istio\.io\/network, so nothing tells which cluster of the mesh it is: apply 00-namespace\.yaml/);
  });

  test('leads to a cluster without the namespace', async () => {
    const workspace = await ApplyWorkspace.create();
    workspace.declare([{ name: 'cluster1', istioNamespace: 'elsewhere' }]);
    expect(await workspace.refused()).toMatch(/ has no namespace "elsewhere": apply 00-namespace\.yaml of its bundle first\n$/);
  });
});

describe('a user of limited rights', () => {
  test('needs nothing outside Istio\'s namespace', async () => {
    const workspace = await ApplyWorkspace.create();
    const file = limitedUser(NEEDED);
    putSelfSigned(cluster1, await selfSignedRoot());
    // Whether there is an istiod, it cannot see.
    expect(await workspace.apply(['--replace-root', '--kubeconfig', file])).toMatchObject({
      exitCode: 0, stderr: 'note: istiod takes the authority at its next start: run the command again with --restart\n',
    });
    expect([textsOf(cluster1), textsOf(cluster1, 'istio-ca-secret')]).toEqual([workspace.texts(), undefined]);
    await workspace.succeed('renew');
    await workspace.applied(['--kubeconfig', file]);
    expect(textsOf(cluster1)).toEqual(workspace.texts());
  });

  test('restarts what may be seen, and is told what was not', async () => {
    const workspace = await ApplyWorkspace.create();
    putIstiod(cluster1);
    putGateway(cluster1);
    putGateway(cluster1, 'ingress', { namespace: 'default' });
    const file = limitedUser([...NEEDED, ['deployments', 'get,list,watch,patch'], ['daemonsets', 'list']]);
    const { exitCode, stdout, stderr } = await workspace.apply(['--restart', '--kubeconfig', file]);
    expect([exitCode, stderr]).toEqual([0, 'note: gateways were looked for in namespace istio-system alone, you may not list those of others: restart them yourself\n']);
    expect(stdout.match(/^restart .*$/gm)).toHaveLength(2);
  });

  test.each<[string, readonly (readonly [string, string])[], string[], RegExp]>([
    ['see the namespace', [], [], /cannot get namespaces\/istio-system: namespaces "istio-system" is forbidden: User "limited" cannot get resource "namespaces"/],
    ['read Secrets', [['namespaces,configmaps', 'get']], [], /cannot get istio-system\/secrets\/[a-z-]+: secrets "[a-z-]+" is forbidden: User "limited" cannot get resource "secrets"/],
    ['make Secrets', [['namespaces,configmaps,secrets', 'get']], [], /cannot create istio-system\/secrets: secrets is forbidden: User "limited" cannot create/],
    ['list what to restart', NEEDED, ['--restart'], /cannot get istio-system\/(deployments|daemonsets): \w+\.apps is forbidden: User "limited" cannot list/],
  ])('may not %s', async (_, rules, args, message) => {
    const workspace = await ApplyWorkspace.create();
    const { exitCode, stderr } = await workspace.apply([...args, '--kubeconfig', limitedUser(rules)]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    expect(textsOf(cluster1)).toBeUndefined();
  });
});

describe('an API server that', () => {
  test('is down is said to be so, and everything is there when it is up again', async () => {
    const workspace = await ApplyWorkspace.create();
    const args = ['--cluster', 'cluster2'];
    await cluster2.stop();
    try {
      expect(await workspace.refused(args)).toMatch(/^error: cluster "cluster2" \(context "cluster2"\): cannot get namespaces\/istio-system: .* refused/);
    } finally {
      await cluster2.start();
    }
    await workspace.applied(args);
    expect(textsOf(cluster2)).toEqual(workspace.texts('cluster2'));
  });

  test('takes connections and never answers does not hold it up', async () => {
    const workspace = await ApplyWorkspace.create();
    const sockets: Socket[] = [];
    const silent = createServer(socket => sockets.push(socket));
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    try {
      const file = kubeconfigFile(config => {
        config.clusters[0].cluster.server = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      });
      const start = Date.now();
      expect(await workspace.refused(['--kubeconfig', file])).toMatch(/cannot get namespaces\/istio-system: .*(TLS handshake timeout|Client\.Timeout exceeded)/i);
      expect(Date.now() - start).toBeLessThan(30_000);
    } finally {
      sockets.forEach(socket => socket.destroy());
      silent.close();
    }
  });

  test.each<[string, (user: any) => object, RegExp]>([
    ['knows the user no more', () => ({ token: 'expired' }), /must be logged in to the server \(Unauthorized\)\n$/],
    ['is asked without credentials', () => ({}), /the context has no credentials, kubectl asks for a user name: see "kubectl config view --minify"/],
    ['is asked with a program that fails', () => ({ exec: exec('echo "Your session has expired: run aws sso login" >&2; exit 255') }), /Your session has expired: run aws sso login .*exit code 255/],
    ['is asked with a program that is missing', () => ({ exec: { ...exec(''), command: '/nowhere/aws' } }), /\/nowhere\/aws/],
    ['is asked with a program that wants a terminal', () => ({ exec: { ...exec(''), interactiveMode: 'Always' } }), /exec plugin cannot support interactive mode/],
  ])('%s', async (_, user, message) => {
    const workspace = await ApplyWorkspace.create();
    const file = kubeconfigFile(config => {
      config.users[0].user = user(config.users[0].user);
    });
    expect(await workspace.refused(['--kubeconfig', file])).toMatch(message);
  });

  test('is asked with the token of a program, as on EKS', async () => {
    const workspace = await ApplyWorkspace.create();
    cluster1.kubectl(['create', 'serviceaccount', 'operator', '--namespace', ISTIO_NAMESPACE]);
    cluster1.kubectl(['create', 'rolebinding', 'operator', '--clusterrole', 'admin', '--serviceaccount', `${ISTIO_NAMESPACE}:operator`, '--namespace', ISTIO_NAMESPACE]);
    const token = cluster1.kubectl(['create', 'token', 'operator', '--namespace', ISTIO_NAMESPACE]).trim();
    const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } };
    const directory = join(temporaryDirectory(), 'token');
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(join(directory, 'credential.json'), JSON.stringify(credential));
    const file = kubeconfigFile(config => {
      config.users[0].user = { exec: exec(`cat '${join(directory, 'credential.json')}'`) };
    });
    await workspace.applied(['--kubeconfig', file]);
    expect(textsOf(cluster1)).toEqual(workspace.texts());
    expect(readFileSync(file, 'utf8')).not.toContain(token);
  });
});

/** A program for credentials, as a kubeconfig names it. */
function exec(script: string) {
  return { apiVersion: 'client.authentication.k8s.io/v1', command: '/bin/sh', args: ['-c', script], interactiveMode: 'IfAvailable' };
}
