import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The directory of the modules that pin the components: one a project, because their requirements exclude each other. */
const MODULES = join(__dirname, '..', '..', 'test', 'components');

/** A program that is built from a pinned Go module. */
export interface Component {
  /** What the program is called, also as a file. */
  readonly name: string;
  /** The directory of its `go.mod` below test/components. */
  readonly directory: string;
  /** The Go module that holds it. */
  readonly module: string;
  /** The Go package of its `main`. */
  readonly package: string;
  /** How long it takes to build after those above it in the list, on 2 cores and with nothing in Go's build cache. */
  readonly seconds: number;
}

export type ComponentName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kubectl'
  | 'istioctl'
  | 'kube-scheduler'
  | 'kubelet'
  | 'kube-proxy'
  | 'pilot-discovery'
  | 'pilot-agent'
  | 'coredns'
  | 'actionlint';

const COMPONENTS: Readonly<Record<ComponentName, Omit<Component, 'name'>>> = {
  'etcd': { directory: 'etcd', module: 'go.etcd.io/etcd/server/v3', package: 'go.etcd.io/etcd/server/v3', seconds: 40 },
  'kube-apiserver': { directory: 'kubernetes', module: 'k8s.io/kubernetes', package: 'k8s.io/kubernetes/cmd/kube-apiserver', seconds: 185 },
  'kube-controller-manager': {
    directory: 'kubernetes',
    module: 'k8s.io/kubernetes',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    seconds: 45,
  },
  'kubectl': { directory: 'kubernetes', module: 'k8s.io/kubernetes', package: 'k8s.io/kubernetes/cmd/kubectl', seconds: 20 },
  'istioctl': { directory: 'istio', module: 'istio.io/istio', package: 'istio.io/istio/istioctl/cmd/istioctl', seconds: 130 },
  'kube-scheduler': { directory: 'kubernetes', module: 'k8s.io/kubernetes', package: 'k8s.io/kubernetes/cmd/kube-scheduler', seconds: 30 },
  'kubelet': { directory: 'kubernetes', module: 'k8s.io/kubernetes', package: 'k8s.io/kubernetes/cmd/kubelet', seconds: 60 },
  'kube-proxy': { directory: 'kubernetes', module: 'k8s.io/kubernetes', package: 'k8s.io/kubernetes/cmd/kube-proxy', seconds: 20 },
  'pilot-discovery': { directory: 'istio', module: 'istio.io/istio', package: 'istio.io/istio/pilot/cmd/pilot-discovery', seconds: 60 },
  'pilot-agent': { directory: 'istio', module: 'istio.io/istio', package: 'istio.io/istio/pilot/cmd/pilot-agent', seconds: 60 },
  'coredns': { directory: 'coredns', module: 'github.com/coredns/coredns', package: 'github.com/coredns/coredns', seconds: 150 },
  'actionlint': { directory: 'actionlint', module: 'github.com/rhysd/actionlint', package: 'github.com/rhysd/actionlint/cmd/actionlint', seconds: 20 },
};

/** In the order in which they are built. */
export const COMPONENT_NAMES = Object.keys(COMPONENTS) as ComponentName[];

export function componentNamed(name: ComponentName): Component {
  return { name, ...COMPONENTS[name] };
}

/** Where the `go.mod` of a component lies. */
export function moduleDirectory({ directory }: Component): string {
  return join(MODULES, directory);
}

/**
 * The version of a component, as its `go.mod` pins it.
 *
 * @throws if it does not
 */
export function pinnedVersion(component: Component): string {
  const file = join(moduleDirectory(component), 'go.mod');
  const version = new RegExp(String.raw`^(?:require)?\s+${component.module.replaceAll('.', '\\.')} (v\S+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
  if (!version) {
    throw new Error(`${file} does not require ${component.module}: add "require ${component.module} v..." to it`);
  }
  return version;
}

/** The version of Go that the requirements of a component ask for, for instance `1.26.0`. */
export function neededGo(component: Component): string {
  return /^go (\S+)$/m.exec(readFileSync(join(moduleDirectory(component), 'go.mod'), 'utf8'))![1]!;
}

/** Changes with anything that goes into a component. */
export function fingerprint(component: Component, flags: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) {
    hash.update(readFileSync(join(moduleDirectory(component), file)));
  }
  return hash.update(flags.join('\0')).digest('hex').slice(0, 12);
}
