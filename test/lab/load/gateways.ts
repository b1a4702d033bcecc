import { Lab } from '../lab';
import { eventually } from '../live/eventually';
import { READY_WITHIN } from '../live/ready-within';
import { runCommand } from '../network/run-command';
import { namespacePath } from '../private-link/network-namespace';
import { privateLinkStatus, untilLinks } from '../private-link/private-link';
import { TargetStatus } from '../private-link/status';

const DEPLOYMENT = 'deploy/istio-eastwestgateway';

/** A drain takes a minute, and the load balancer's delay another from where it begins. */
const GONE_WITHIN_MS = 180_000;

/** The east-west gateways of a provider, as a link sees them. */
export class Gateways {
  public constructor(private readonly lab: Lab, private readonly consumer: string, private readonly provider: string) {}

  /** In the provider, in istio-system. */
  public async kubectl(args: readonly string[]): Promise<string> {
    return this.lab.cluster(this.provider).kubectl(['-n', 'istio-system', ...args]);
  }

  /** The pods, as kubectl names them; those that end too. */
  public async pods(): Promise<string[]> {
    return (await this.kubectl(['get', 'pods', '-l', 'istio=eastwestgateway', '-o', 'name'])).trim().split('\n').sort();
  }

  /** Waits until pods are gone, and others have taken their place. */
  public async untilReplaced(gone: readonly string[]): Promise<void> {
    await eventually(`${gone.join(' and ')} of ${this.provider} ended`, async () => this.pods(), pods => !pods.some(pod => gone.includes(pod)), GONE_WITHIN_MS);
    await this.untilHealthy();
  }

  /** Waits until the load balancer sends connections to all gateways that are declared, and to no other. */
  public async untilHealthy(): Promise<void> {
    await this.kubectl(['rollout', 'status', DEPLOYMENT, '--timeout', READY_WITHIN]);
    const replicas = Number(await this.kubectl(['get', DEPLOYMENT, '-o', 'jsonpath={.spec.replicas}']));
    await eventually(`the load balancer of ${this.provider} sends connections to ${replicas} gateways and to no other`, async () => ({
      running: await this.addresses(),
      receiving: this.targets().filter(({ receives }) => receives).map(({ address }) => address).sort(),
    }), ({ running, receiving }) => running.length === replicas && running.join() === receiving.join(), GONE_WITHIN_MS);
  }

  /** Waits until the load balancer noticed that a gateway does not answer. */
  public async untilUnhealthy(pod: string): Promise<void> {
    const address = await this.address(pod);
    await untilLinks(`${pod} of ${this.provider} is unhealthy`,
      () => this.targets().some(target => target.address === address && target.health === 'unhealthy'), 60_000);
  }

  /**
   * Drops all between a gateway and the load balancer, as when a node is lost: the API server still says that it is ready.
   *
   * @returns what ends that
   */
  public async isolate(pod: string): Promise<() => Promise<void>> {
    const address = await this.address(pod);
    const { namespace } = this.lab.vpcs.find(({ cluster }) => cluster === this.provider)!;
    const rules = async (verb: string) => {
      for (const side of ['-s', '-d']) {
        await runCommand('nsenter', [`--net=${namespacePath(namespace)}`, 'iptables', '-w', verb, 'FORWARD', side, address, '-j', 'DROP']);
      }
    };
    await rules('-I');
    return async () => rules('-D');
  }

  private async address(pod: string): Promise<string> {
    return (await this.kubectl(['get', pod, '-o', 'jsonpath={.status.podIP}'])).trim();
  }

  /** Of pods that do not end. */
  private async addresses(): Promise<string[]> {
    const pods = JSON.parse(await this.kubectl(['get', 'pods', '-l', 'istio=eastwestgateway', '-o', 'json'])) as {
      items: { metadata: { deletionTimestamp?: string }; status: { podIP?: string } }[];
    };
    return pods.items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ status }) => status.podIP ?? '').sort();
  }

  private targets(): readonly TargetStatus[] {
    return privateLinkStatus()?.links.find(({ consumer, provider }) => consumer === this.consumer && provider === this.provider)?.targets ?? [];
  }
}
