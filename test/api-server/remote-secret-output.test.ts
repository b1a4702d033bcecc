import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { KubernetesObject } from './cluster';
import { KubectlWrapper } from './kubectl-wrapper';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { LINK, RemoteSecretMesh, remoteSecretOf, tokenInUse } from './remote-secret-mesh';
import { compiledCli } from './run-cli';
import { sharedClusters } from './shared-clusters';
import { CompiledCli } from '../cli/compiled-cli';

/** So short a part of a token that a longer one cannot be missed, and so long that it is not found by chance. */
const WINDOW = 16;

const { cluster1, cluster2 } = sharedClusters();
withMeshNamespaces();

let compiled: CompiledCli;
beforeAll(() => {
  compiled = compiledCli();
});
afterAll(() => compiled.remove());

function secretsOf(cluster: typeof cluster1): KubernetesObject[] {
  return cluster.json<{ items: KubernetesObject[] }>(['get', 'secrets', '--namespace', ISTIO_NAMESPACE]).items;
}

/** What must not be seen: tokens, without the header that all of them share, and what holds them, in each spelling. */
function spellings(): string[] {
  return [cluster1, cluster2].flatMap(secretsOf).flatMap(({ data = {} }) => Object.entries(data)).filter(([key]) => !['ca.crt', 'namespace'].includes(key)).flatMap(([, value]) => {
    const text = Buffer.from(value!, 'base64').toString();
    const token = /eyJ[\w-]+\.([\w-]+\.[\w-]+)/.exec(text)?.[1];
    return token === undefined ? [] : [token, ...[0, 1, 2].map(shift => Buffer.from('x'.repeat(shift) + token).toString('base64').slice(4, -4))];
  });
}

function windows(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - WINDOW + 1) }, (_, start) => text.slice(start, start + WINDOW));
}

class Scan {
  private readonly secrets = new Set<string>();

  /** Looks at the tokens that there are now; they may be withdrawn later. */
  public learn(): void {
    spellings().flatMap(windows).forEach(window => this.secrets.add(window));
  }

  public expectNone(output: string): void {
    expect(this.secrets.size).toBeGreaterThan(1000);
    expect(windows(output).filter(window => this.secrets.has(window))).toEqual([]);
  }
}

test('the scan finds what it looks for', async () => {
  const mesh = new RemoteSecretMesh({ oneWay: true }).applyReaders();
  await mesh.succeed('create', [...LINK, '--apply']);
  const scan = new Scan();
  scan.learn();
  const token = tokenInUse();
  const data = remoteSecretOf(cluster1, 'cluster2')!.data!.cluster2!;
  for (const leak of [token, token.slice(-40), token.slice(300, 320), data, Buffer.from(token).toString('base64'), Buffer.from(`token: ${token}`).toString('base64')]) {
    expect(() => scan.expectNone(`error: ${leak}`)).toThrow();
  }
  scan.expectNone(`${token.split('.')[0]} nothing ${cluster2.authority}`);
});

test('no token is in what any verb says, in the arguments of what it runs, in annotations, or in files', async () => {
  const wrapper = new KubectlWrapper();
  const mesh = new RemoteSecretMesh({ oneWay: true }).applyReaders();
  const scan = new Scan();
  const said: string[] = [];
  const codes: (number | null)[] = [];
  const say = (verb: string, args: readonly string[] = [], env = wrapper.env) => {
    const { exitCode, stdout, stderr } = compiled.run(mesh.arguments(verb, args), { env });
    codes.push(exitCode);
    said.push(verb === 'create' && !args.includes('--apply') ? '' : stdout, stderr);
    scan.learn();
    return stdout;
  };

  const printed = say('create', LINK);
  cluster1.kubectl(['apply', '--server-side', '--filename', '-'], printed);
  scan.learn();
  say('create', [...LINK, '--long-lived', '-o', 'json']);
  say('create', [...LINK, '--apply']);
  say('status');
  say('rotate', [...LINK, '--overlap', '0']);
  say('rotate', [...LINK, '--overlap', '0', '--long-lived', '-o', 'json']);
  say('status', ['-o', 'json']);
  expect(codes).toEqual([0, 0, 0, 0, 0, 0, 0]);
  const annotations = () => [cluster1, cluster2].flatMap(secretsOf).map(({ metadata }) => JSON.stringify(metadata)).join('\n');
  scan.expectNone(annotations());

  // Failures: what other programs say of what they were given must not repeat it either.
  say('rotate', [...LINK, '--overlap', '0'], new KubectlWrapper({ lose: 'replace *' }).env);
  say('rotate', [...LINK, '--overlap', '0'], new KubectlWrapper({ lose: '* create *' }).env);
  say('status', [], new KubectlWrapper({ lose: '*tokenreviews*' }).env);
  cluster1.kubectl(['patch', 'secret', 'istio-remote-secret-cluster2', '--namespace', ISTIO_NAMESPACE, '--patch', JSON.stringify({ immutable: true })]);
  say('rotate', [...LINK, '--overlap', '0']);
  cluster1.kubectl(['delete', 'secret', 'istio-remote-secret-cluster2', '--namespace', ISTIO_NAMESPACE]);
  // A kubeconfig that is broken right after the token.
  const broken = Buffer.from(`${Buffer.from(kubeconfigOf(printed), 'base64').toString()}: [\n\t!x`).toString('base64');
  cluster1.kubectl(['create', '--filename', '-'], JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'istio-remote-secret-cluster2', namespace: ISTIO_NAMESPACE, labels: { 'istio/multiCluster': 'true' } },
    data: { cluster2: broken },
  }));
  say('status');
  say('create', [...LINK, '--apply']);
  say('delete', [...LINK]);
  say('create', [...LINK, '--apply', '--force']);
  say('delete', [...LINK]);
  expect(new Set(codes)).toEqual(new Set([0, 1, 2]));

  scan.expectNone(said.join('\n'));
  expect(wrapper.runs().length).toBeGreaterThan(50);
  scan.expectNone(wrapper.runs().join('\n'));
  scan.expectNone(annotations());
  const temporary = process.env.TMPDIR!;
  const files = readdirSync(temporary, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile() && !entry.parentPath.includes('node_modules'));
  scan.expectNone(files.filter(({ parentPath }) => !parentPath.includes('/src/')).map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n'));
}, 120_000);

/** The kubeconfig in a printed Secret, in Base64. */
function kubeconfigOf(yaml: string): string {
  return /^ {2}cluster2: (\S+)$/m.exec(yaml)![1]!;
}
