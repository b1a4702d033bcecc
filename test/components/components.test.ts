import { spawn } from 'child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'fs';
import { join } from 'path';
import { buildComponents, component, whyNotBuildable } from '../../scripts/components/build';
import { COMPONENT_NAMES, componentNamed, moduleDirectory, pinnedVersion } from '../../scripts/components/component';
import { temporaryDirectory } from '../bundle/temporary-directory';

const ROOT = join(__dirname, '..', '..');

/** What stands for Go: a real build takes minutes. test/api-server runs what the real one builds. */
const FAKE_GO = `#!/bin/sh
case $1 in
  version)
    [ -z "$FAKE_GO_REFUSAL" ] || { echo "$FAKE_GO_REFUSAL" >&2; exit 1; }
    echo "go version go\${FAKE_GO_VERSION:-1.99.0} linux/amd64" ;;
  build)
    echo "$@" >> "$FAKE_GO_CALLS"
    while [ "$1" != -o ]; do shift; done
    [ -z "$FAKE_GO_SLEEP" ] || sleep "$FAKE_GO_SLEEP"
    [ -z "$FAKE_GO_ERROR" ] || { echo "go: downloading x v1.0.0" >&2; echo "$FAKE_GO_ERROR" >&2; exit 1; }
    echo program > "$2" ;;
esac
`;

let cache: string;
let calls: string;
const environment = { ...process.env };

beforeEach(() => {
  const work = temporaryDirectory();
  [cache, calls] = [join(work, 'cache'), join(work, 'calls')];
  mkdirSync(join(work, 'bin'));
  writeFileSync(join(work, 'bin', 'go'), FAKE_GO);
  chmodSync(join(work, 'bin', 'go'), 0o755);
  Object.assign(process.env, { XDG_CACHE_HOME: cache, FAKE_GO_CALLS: calls, PATH: `${join(work, 'bin')}:${environment.PATH}` });
});
afterEach(() => {
  for (const name of ['FAKE_GO_VERSION', 'FAKE_GO_REFUSAL', 'FAKE_GO_SLEEP', 'FAKE_GO_ERROR', 'FAKE_GO_CALLS', 'XDG_CACHE_HOME']) {
    delete process.env[name];
  }
  Object.assign(process.env, environment);
});

test.each(COMPONENT_NAMES)('%s is pinned, with the package that it is built from', name => {
  const wanted = componentNamed(name);
  expect(pinnedVersion(wanted)).toMatch(/^v\d+\.\d+\.\d+/);
  const goMod = readFileSync(join(moduleDirectory(wanted), 'go.mod'), 'utf8');
  expect(goMod).toMatch(new RegExp(`^(tool |\t)${wanted.package}$`, 'm'));
});

test('what is missing is built once, with a line of progress for each', () => {
  expect(() => component('kubectl')).toThrow(/^kubectl v1\.\d+\.\d+ is not built: run npx tsx scripts\/components\/main\.ts kubectl$/);
  const lines: string[] = [];
  buildComponents(['etcd', 'kubectl'], line => lines.push(line));
  expect(lines).toEqual([
    expect.stringMatching(/^building etcd v\S+, kubectl v\S+ into .*\/cache\/cdk-istio-privatelink\/components$/),
    expect.stringMatching(/^this is done once, and takes about \d+ minutes on 2 cores, downloads not counted$/),
    expect.stringMatching(/^1\/2 etcd, about \d+ s \.\.\.$/),
    expect.stringMatching(/^1\/2 etcd is built \(\d+ s\)$/),
    expect.stringMatching(/^2\/2 kubectl, about \d+ s \.\.\.$/),
    expect.stringMatching(/^2\/2 kubectl is built \(\d+ s\)$/),
  ]);
  const version = pinnedVersion(componentNamed('kubectl'));
  expect(component('kubectl')).toMatch(new RegExp(`/components/kubectl-${version}-[a-z]+-[a-z0-9]+-[0-9a-f]{12}/kubectl$`));
  expect(readFileSync(component('kubectl'), 'utf8')).toBe('program\n');
  expect(readFileSync(calls, 'utf8')).toMatch(/^build -mod=readonly .*\nbuild -mod=readonly .*gitVersion=v1\..*\n$/);

  // Nothing is missing, so not even Go is needed.
  process.env.PATH = '/nowhere';
  buildComponents(['kubectl', 'etcd'], line => lines.push(line));
  expect(whyNotBuildable(['kubectl', 'etcd'])).toBeUndefined();
  expect(lines).toHaveLength(6);
});

describe('without a Go that can build them', () => {
  test('because there is none', () => {
    process.env.PATH = '/nowhere';
    expect(whyNotBuildable(['kubectl'])).toBe('needs Go, which is not installed: install Go 1.25.0 or later from https://go.dev/dl');
    // The newest that any of them needs.
    expect(() => buildComponents(['etcd', 'istioctl', 'kubectl'], () => {})).toThrow('needs Go, which is not installed: install Go 1.26.0 or later');
  });

  test('because it is too old', () => {
    process.env.FAKE_GO_VERSION = '1.9.7';
    expect(whyNotBuildable(['kubectl'])).toBe('needs Go 1.25.0 to build kubectl, found Go 1.9.7: install Go 1.25.0 or later from https://go.dev/dl');
    process.env.FAKE_GO_VERSION = '1.25.0';
    expect(whyNotBuildable(['kubectl'])).toBeUndefined();
  });

  test('because go refuses to fetch a newer one', () => {
    const refusal = 'go: go.mod requires go >= 1.25.0 (running go 1.24.1; GOTOOLCHAIN=local)';
    process.env.FAKE_GO_REFUSAL = refusal;
    expect(whyNotBuildable(['etcd', 'kubectl']))
      .toBe(`needs Go 1.25.0 to build kubectl, and go says "${refusal}": install Go 1.25.0 or later from https://go.dev/dl`);
  });

  test('the program says so in one line, and ends with 2', async () => {
    process.env.PATH = '/nowhere';
    expect(await main(['kubectl'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'components: needs Go, which is not installed: install Go 1.25.0 or later from https://go.dev/dl\n',
    });
  });
});

test('a build that fails says what Go said, and leaves nothing', () => {
  process.env.FAKE_GO_ERROR = 'go: missing go.sum entry';
  expect(() => buildComponents(['etcd'], () => {})).toThrow(/^cannot build etcd v\S+:\ngo: missing go\.sum entry$/);
  expect(readdirSync(join(cache, 'cdk-istio-privatelink', 'components'))).toEqual([]);
});

test('a program that somebody removed is built again, and what a killed run left goes after a day', () => {
  buildComponents(['etcd'], () => {});
  const [path, components] = [component('etcd'), join(cache, 'cdk-istio-privatelink', 'components')];
  rmSync(path);
  for (const [name, hours] of [['.unfinished-old', 25], ['.unfinished-new', 23]] as const) {
    mkdirSync(join(components, name));
    utimesSync(join(components, name), new Date(), new Date(Date.now() - hours * 3_600_000));
  }
  expect(() => component('etcd')).toThrow(/is not built/);
  buildComponents(['etcd'], () => {});
  expect(component('etcd')).toBe(path);
  expect(readdirSync(components).filter(name => name.startsWith('.'))).toEqual(['.unfinished-new']);
});

test('two runs at the same time have the same program, and leave nothing else', async () => {
  process.env.FAKE_GO_SLEEP = '2';
  const [one, other] = await Promise.all([main(['etcd']), main(['etcd'])]);
  expect(one).toMatchObject({ exitCode: 0, stdout: `${component('etcd')}\n` });
  expect(other).toMatchObject({ exitCode: 0, stdout: one.stdout });
  expect(readFileSync(calls, 'utf8').trim().split('\n')).toHaveLength(2);
  expect(readdirSync(join(cache, 'cdk-istio-privatelink', 'components'))).toHaveLength(1);
});

test('a run that its user interrupts leaves nothing', async () => {
  process.env.FAKE_GO_SLEEP = '20';
  const { exitCode, stderr } = await main(['etcd'], () => existsSync(calls));
  expect(exitCode).toBe(1);
  expect(stderr).toContain('building etcd was interrupted by SIGINT');
  expect(readdirSync(join(cache, 'cdk-istio-privatelink', 'components'))).toEqual([]);
});

test('a component that does not exist is refused with those that do', async () => {
  expect(await main(['kubelett'])).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/unknown component "kubelett"; there are etcd, kube-apiserver/) });
});

/** Runs the program to its end, or until it is interrupted, as a terminal does it. */
async function main(args: readonly string[], interruptWhen = () => false) {
  const child = spawn(process.execPath, ['--import', 'tsx', join('scripts', 'components', 'main.ts'), ...args], { cwd: ROOT, env: process.env, detached: true });
  const streams = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => streams.stdout += chunk);
  child.stderr.on('data', chunk => streams.stderr += chunk);
  const interrupter = setInterval(() => {
    if (interruptWhen()) {
      clearInterval(interrupter);
      process.kill(-child.pid!, 'SIGINT');
    }
  }, 50);
  const exitCode = await new Promise(resolve => child.once('close', resolve));
  clearInterval(interrupter);
  return { exitCode, ...streams };
}
