import { NamespacePlan, Wire } from './namespace-plan';
import { addNamespace, ip, namespaceId, namespacesLike, removeNamespace, restoreRules, setSysctls } from './network-namespace';

/** What was made of a plan. */
interface Made {
  readonly topology: string;
  sysctls?: string;
  rules?: string;
  isConnected?: boolean;
}

/** Makes network namespaces what plans say, and touches nothing of what is so already. */
export class Namespaces {
  private readonly made = new Map<string, Made>();

  /** @param prefixes all namespaces whose names begin so belong to this */
  public constructor(private readonly prefixes: readonly string[]) {}

  /** @returns what could not be done; it is tried again the next time */
  public apply(plans: readonly NamespacePlan[]): string[] {
    for (const name of namespacesLike(...this.prefixes).filter(existing => !this.made.has(existing) || !plans.some(plan => plan.name === existing))) {
      removeNamespace(name);
      this.made.delete(name);
    }
    return plans.flatMap(plan => {
      try {
        this.applyOne(plan);
        return [];
      } catch (error) {
        return [(error as Error).message];
      }
    });
  }

  public removeAll(): void {
    this.apply([]);
  }

  private applyOne(plan: NamespacePlan): void {
    const absent = plan.wires.find(({ peer }) => namespaceId(peer.namespace) === undefined);
    if (absent !== undefined) {
      throw new Error(`${plan.name} has to wait: there is no network namespace ${absent.peer.namespace}`);
    }
    // A namespace at the other end that was made anew has lost the wire.
    const names = [plan.name, ...plan.wires.map(({ peer }) => peer.namespace)];
    const topology = () => JSON.stringify([plan.addresses, plan.wires, names.map(namespaceId)]);
    if (this.made.get(plan.name)?.topology !== topology()) {
      this.make(plan);
      this.made.set(plan.name, { topology: topology() });
    }
    const made = this.made.get(plan.name)!;
    if (made.sysctls !== JSON.stringify(plan.sysctls)) {
      setSysctls(plan.name, plan.sysctls);
      made.sysctls = JSON.stringify(plan.sysctls);
    }
    if (made.rules !== plan.rules) {
      restoreRules(plan.name, plan.rules);
      made.rules = plan.rules;
    }
    // Only now, so that nothing passes before there are rules.
    if (!made.isConnected) {
      plan.wires.forEach(wire => connect(plan.name, wire));
      made.isConnected = true;
    }
  }

  private make(plan: NamespacePlan): void {
    this.made.delete(plan.name);
    if (namespaceId(plan.name) !== undefined) removeNamespace(plan.name);
    addNamespace(plan.name);
    ip(plan.name, [
      'link set lo up',
      ...plan.addresses.map(address => `address add ${address}/32 dev lo`),
      ...plan.wires.flatMap(({ name, addresses, peer }) => [
        `link add ${name} type veth peer name ${peer.name} netns ${peer.namespace}`,
        ...addresses.map(address => `address add ${address}/32 dev ${name}`),
      ]),
    ]);
  }
}

/** Gives both ends of a wire their routes. */
function connect(namespace: string, { name, routes, peer }: Wire): void {
  ip(namespace, [`link set ${name} up`]);
  ip(peer.namespace, [`link set ${peer.name} up`, ...peer.routes.map(route => `route replace ${route} dev ${peer.name}`)]);
  ip(namespace, routes.map(route => `route replace ${route} dev ${name}`));
}
