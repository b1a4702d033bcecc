import { chmodSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { KubeApi, KubeApiError, secretPath } from '../../../src/cli/kubernetes/kube-api';
import { Kubectl, KubectlError } from '../../../src/cli/kubernetes/kubectl';
import { withKubectlScript } from '../kubectl-script';
import { cli } from '../run-cli';
import { temporaryDirectory } from '../temporary-directory';
import { Workspace } from '../workspace';

function kubectlOf(script: string): Kubectl {
  return new Kubectl(withKubectlScript(script));
}

async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(() => {
    throw new Error('it did not fail');
  }, (error: Error) => error);
}

describe('a missing kubectl', () => {
  test('is said plainly, with what it is needed for', async () => {
    const workspace = new Workspace();
    await workspace.succeed('init');
    await workspace.succeed('issue');
    const { exitCode, stdout, stderr } = await cli(workspace.arguments('apply', ['--cluster', 'cluster1']), { env: { PATH: workspace.path } });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe('error: kubectl not found: this command reads and writes objects of your clusters with it; ' +
      'install it (https://kubernetes.io/docs/tasks/tools/#kubectl) and see that it is on the PATH\n');
  });

  test('and one that cannot be started', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'kubectl'), 'not a program');
    chmodSync(join(directory, 'kubectl'), 0o644);
    await expect(new Kubectl({ PATH: directory }).contexts()).rejects.toThrow(/^kubectl cannot be started \(.*EACCES.*\): this command reads and writes objects/);
  });
});

describe('what kubectl is given', () => {
  test('its input on the standard input, its arguments, the kubeconfig and a limit', async () => {
    const script = 'cat; printf "%s|" "$@"';
    expect(await kubectlOf(script).run(['get', 'x'], { input: 'secret' })).toBe('secretget|x|--request-timeout=20s|');
    expect(await new Kubectl(withKubectlScript(script), '/k').run(['rollout'], { waitsSeconds: 5 })).toBe('rollout|--kubeconfig=/k|');
  });

  test('does not matter to one that reads nothing', async () => {
    expect(await kubectlOf('exec 0<&-; echo done').run([], { input: 'x'.repeat(1_000_000) })).toBe('done\n');
  });

  test('is never an answer to a question of kubectl', async () => {
    // As kubectl asks where the context has no credentials.
    const error = await failure(kubectlOf('printf "Please enter Username: "; read name; echo "error: EOF" >&2; exit 1').run(['get']));
    expect(error.message).toMatch(/^the context has no credentials, kubectl asks for a user name/);
  });
});

describe('what kubectl complains of', () => {
  test.each<[string, string, string | undefined, string]>([
    ['an answer of the server', 'Error from server (NotFound): secrets "cacerts" not found', 'NotFound', 'secrets "cacerts" not found'],
    ['a refusal', 'error: You must be logged in to the server (Unauthorized)', 'Unauthorized', 'You must be logged in to the server (Unauthorized)'],
    ['a server that is not there', 'The connection to the server localhost:1 was refused - did you specify the right host or port?', undefined,
      'The connection to the server localhost:1 was refused - did you specify the right host or port?'],
    ['an old kubectl', 'Error: unknown flag: --raw\nSee \'kubectl create --help\' for usage.', undefined, 'this kubectl is too old, it has no option --raw: install a newer one'],
    ['what libraries log beside it', 'E1123 14:37:55.371607   32229 memcache.go:265] "Unhandled Error"\nWarning: old\nUnable to connect to the server: EOF', undefined,
      'Unable to connect to the server: EOF'],
    ['nothing but what libraries log', 'E1123 14:37:55.371607   32229 memcache.go:265] "first"\nE1123 14:37:56.371607   32229 memcache.go:265] "last"', undefined,
      'E1123 14:37:56.371607   32229 memcache.go:265] "last"'],
    ['nothing', '', undefined, 'kubectl ended with exit code 1, and said nothing'],
  ])('%s', async (_, stderr, reason, message) => {
    const error = await failure(kubectlOf(`cat >&2 <<'END'\n${stderr}\nEND\nexit 1`).run(['get']));
    expect(error).toBeInstanceOf(KubectlError);
    expect([(error as KubectlError).reason, error.message]).toEqual([reason, message]);
  });

  test('a signal', async () => {
    await expect(kubectlOf('kill -TERM $$').run([])).rejects.toThrow(/^kubectl ended with SIGTERM, and said nothing$/);
  });
});

test('one that hangs is given up, although what it started lives on, and what it said is passed on', async () => {
  const started = join(temporaryDirectory(), 'pid');
  // Like a program for credentials that waits for somebody to sign in: it holds the streams.
  const kubectl = kubectlOf(`echo "open https://login.example in a browser" >&2; sleep 300 & echo $! > '${started}'; wait`);
  const { setTimeout: real } = globalThis;
  const hurried = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((work: () => void, ms: number) => real(work, ms === 60_000 ? 500 : ms)) as typeof setTimeout);
  const error = await failure(kubectl.run(['get'])).finally(() => {
    hurried.mockRestore();
    process.kill(Number(readFileSync(started, 'utf8')));
  });
  expect(error.message).toBe('there was no answer within 60 seconds (open https://login.example in a browser)');
});

describe('an answer that is not of the Kubernetes API', () => {
  test.each(['<html>sign in, token=4711-geheim</html>', '', '"4711-geheim"', '[]', '{}', '{"metadata": "4711-geheim"}'])('%s', async answer => {
    const api = new KubeApi(kubectlOf(`cat <<'END'\n${answer}\nEND`), 'cluster1', 'admin');
    for (const ask of [async () => api.find(secretPath('istio-system', 'cacerts')), async () => api.list('/api/v1/namespaces/istio-system/secrets')]) {
      const error = await failure(ask());
      expect(error.message).toMatch(/^cluster "cluster1" \(context "admin"\): what was answered to "get istio-system\/secrets(\/cacerts)?" is not of the Kubernetes API: /);
      expect(error.message).not.toContain('geheim');
      expect(error.name).toBe('Error');
    }
  });
});

test('what somebody else changed is to be tried again', async () => {
  const api = new KubeApi(kubectlOf('echo "Error from server (Conflict): the object has been modified" >&2; exit 1'), 'cluster1', 'admin');
  const error = await failure(api.replace(secretPath('istio-system', 'cacerts'), { metadata: {} }));
  expect(error).toBeInstanceOf(KubeApiError);
  expect(error.message).toBe('cluster "cluster1" (context "admin"): cannot replace istio-system/secrets/cacerts: the object has been modified: ' +
    'somebody else changed it at the same time, run the command again');
});
