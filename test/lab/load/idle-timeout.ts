import { Lab } from '../lab';
import { eventually } from '../live/eventually';
import { runCommand } from '../network/run-command';
import { loadBalancerNamespace } from '../private-link/load-balancer-plan';
import { namespacePath } from '../private-link/network-namespace';

const ATTRIBUTE = 'tcp.idle_timeout.seconds';

/**
 * Changes after which time the load balancer of a provider forgets idle connections, as an operator of AWS does.
 *
 * @returns what gives the listener its own time back
 */
export async function setIdleTimeout(lab: Lab, provider: string, seconds: number): Promise<() => Promise<void>> {
  const network = lab.plan.landscape[provider]!;
  const call = async (operation: string, parameters: object) => lab.api.call(network, 'elbv2', operation, parameters);
  const { LoadBalancers: loadBalancers } = await call('describe_load_balancers', {}) as { LoadBalancers: { LoadBalancerArn: string; VpcId: string }[] };
  const { LoadBalancerArn } = loadBalancers.find(({ VpcId }) => VpcId === network.vpc.id)!;
  const { Listeners: [listener] } = await call('describe_listeners', { LoadBalancerArn }) as { Listeners: { ListenerArn: string }[] };
  const { ListenerArn } = listener!;
  const { Attributes: attributes } = await call('describe_listener_attributes', { ListenerArn }) as { Attributes: { Key: string; Value: string }[] };
  const before = attributes.find(({ Key }) => Key === ATTRIBUTE)!.Value;
  const namespace = loadBalancerNamespace(LoadBalancerArn);
  const set = async (value: string) => {
    await call('modify_listener_attributes', { ListenerArn, Attributes: [{ Key: ATTRIBUTE, Value: value }] });
    await eventually(`the load balancer of ${provider} forgets idle connections after ${value} s`, async () => idleTimeout(namespace), found => found === value);
  };
  const restore = async () => set(before);
  try {
    await set(`${seconds}`);
  } catch (error) {
    await restore();
    throw error;
  }
  return restore;
}

/** As the kernel has it. */
async function idleTimeout(namespace: string): Promise<string> {
  const path = '/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established';
  return (await runCommand('nsenter', [`--net=${namespacePath(namespace)}`, 'cat', path])).trim();
}
