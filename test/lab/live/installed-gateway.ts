import { Lab } from '../lab';

const GATEWAY = 'istio-eastwestgateway';
const NETWORK_VARIABLE = /^ISTIO_META_(REQUESTED_)?NETWORK/;

/** What there is of an east-west gateway in a cluster, whatever brought it. */
export interface InstalledGateway {
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly rollingUpdate: object;
  /** Of its pods. */
  readonly labels: Strings;
  /** Of its pods. */
  readonly annotations: Strings;
  readonly graceSeconds: number;
  /** The topologies over which its pods are spread. */
  readonly spreadOver: readonly string[];
  readonly service: { readonly type: string; readonly ports: readonly number[]; readonly labels: Strings };
  readonly budget: { readonly maxUnavailable: number; readonly expectedPods: number; readonly disruptionsAllowed: number };
  /** Each with its address, and what its proxy is told of networks. */
  readonly pods: readonly { readonly address: string; readonly networks: Strings }[];
}

interface Strings {
  readonly [name: string]: string;
}

export async function installedGateway(lab: Lab, cluster: string): Promise<InstalledGateway> {
  const get = async <T>(...what: readonly string[]) => lab.cluster(cluster).json<T>(['get', '-n', 'istio-system', ...what]);
  const { spec: { replicas, strategy, template }, status } = await get<Deployment>('deployment', GATEWAY);
  const service = await get<Service>('service', GATEWAY);
  const { spec: { maxUnavailable }, status: { expectedPods, disruptionsAllowed } } = await get<Budget>('poddisruptionbudget', GATEWAY);
  const { items: pods } = await get<{ items: Pod[] }>('pods', '--selector', 'istio=eastwestgateway');
  return {
    replicas,
    readyReplicas: status.readyReplicas,
    rollingUpdate: strategy.rollingUpdate,
    labels: template.metadata.labels,
    annotations: template.metadata.annotations,
    graceSeconds: template.spec.terminationGracePeriodSeconds,
    spreadOver: template.spec.topologySpreadConstraints.map(({ topologyKey }) => topologyKey),
    service: { type: service.spec.type, ports: service.spec.ports.map(({ port }) => port), labels: service.metadata.labels ?? {} },
    budget: { maxUnavailable, expectedPods, disruptionsAllowed },
    pods: pods.map(({ spec: { containers: [proxy] }, status: { podIP } }) => ({
      address: podIP,
      networks: Object.fromEntries(proxy!.env.filter(({ name }) => NETWORK_VARIABLE.test(name)).map(({ name, value }) => [name, value])),
    })),
  };
}

interface Deployment {
  readonly spec: {
    readonly replicas: number;
    readonly strategy: { readonly rollingUpdate: object };
    readonly template: {
      readonly metadata: { readonly labels: Strings; readonly annotations: Strings };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly topologySpreadConstraints: readonly { readonly topologyKey: string }[];
      };
    };
  };
  readonly status: { readonly readyReplicas: number };
}

interface Service {
  readonly metadata: { readonly labels?: Strings };
  readonly spec: { readonly type: string; readonly ports: readonly { readonly port: number }[] };
}

interface Budget {
  readonly spec: { readonly maxUnavailable: number };
  readonly status: { readonly expectedPods: number; readonly disruptionsAllowed: number };
}

interface Pod {
  readonly spec: { readonly containers: readonly { readonly env: readonly { readonly name: string; readonly value: string }[] }[] };
  readonly status: { readonly podIP: string };
}
