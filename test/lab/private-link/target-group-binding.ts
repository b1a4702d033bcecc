import { Target } from './snapshot';

/** What of a TargetGroupBinding counts here. https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/ */
export interface TargetGroupBinding {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: {
    readonly serviceRef: { readonly name: string; readonly port: number | string };
    readonly targetGroupName?: string;
    readonly targetGroupARN?: string;
    readonly targetType?: string;
  };
}

export interface Service {
  readonly spec: { readonly ports?: readonly { readonly name?: string; readonly port: number }[] };
}

export interface EndpointSlice {
  readonly addressType: string;
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[] | null;
  readonly endpoints?: readonly { readonly addresses: readonly string[]; readonly conditions?: { readonly ready?: boolean } }[] | null;
}

/**
 * The targets of a binding: each ready endpoint of its Service. One that terminates is not ready.
 *
 * @throws if the Service does not have the port
 */
export function boundTargets({ spec }: TargetGroupBinding, service: Service, slices: readonly EndpointSlice[]): Target[] {
  const { name, port } = spec.serviceRef;
  const ports = service.spec.ports ?? [];
  const servicePort = ports.find(candidate => candidate.port === port || candidate.name === port);
  if (servicePort === undefined) {
    throw new Error(`Service ${name} has no port ${port}, but ${ports.map(candidate => candidate.port).join(', ') || 'none at all'}`);
  }
  const targets = slices.filter(({ addressType }) => addressType === 'IPv4').flatMap(slice => {
    const targetPort = (slice.ports ?? []).find(candidate => (candidate.name ?? '') === (servicePort.name ?? ''))?.port;
    // Undefined means ready. https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/
    const ready = (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
    return targetPort === undefined ? [] : ready.flatMap(({ addresses }) => addresses.map(address => ({ Id: address, Port: targetPort })));
  });
  // An endpoint may be in two slices for a while.
  return [...new Map(targets.map(target => [`${target.Id}:${target.Port}`, target])).values()];
}

export interface TargetChanges {
  readonly register: readonly Target[];
  readonly deregister: readonly Target[];
}

/** What to register and to deregister, so that a group has these targets and no others. */
export function targetChanges(registered: readonly Target[], wanted: readonly Target[]): TargetChanges {
  const isNotIn = (targets: readonly Target[]) => ({ Id, Port }: Target) => !targets.some(target => target.Id === Id && target.Port === Port);
  return { register: wanted.filter(isNotIn(registered)), deregister: registered.filter(isNotIn(wanted)) };
}
