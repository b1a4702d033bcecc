import { createHash } from 'crypto';
import { runCommand, tryCommand } from './run-command';
import { LabVpc, NAMESPACE_PREFIX } from '../vpc';

/** Where the API server listens. */
export const API_SERVER_PORT = 6443;

/** The node's end of the wire. */
const NODE_DEVICE = 'mgmt0';

/** Linux allows no more characters for the name of an interface. */
const DEVICE_NAME_LENGTH = 15;

/** The wire between a VPC's namespace and the host. The host's connections to the API server pass, and nothing else in either direction. */
export class ManagementLink {
  /** The host's end of the wire. */
  public readonly hostDevice: string;

  /** @param cluster the name of the cluster, of any length */
  public constructor(cluster: string, private readonly namespace: string) {
    const digest = createHash('sha256').update(cluster).digest('hex');
    this.hostDevice = `${NAMESPACE_PREFIX}${digest}`.slice(0, DEVICE_NAME_LENGTH);
  }

  public async make({ managementAddress, hostAddress }: LabVpc): Promise<void> {
    // Rules first, so that there is no moment without. In the table mangle, because kube-proxy accepts packets in the table filter before others can drop them.
    await runCommand('nsenter', [`--net=/run/netns/${this.namespace}`, 'iptables-restore', '--noflush'], [
      '*mangle',
      `-A PREROUTING -i ${NODE_DEVICE} -d ${managementAddress}/32 -p tcp --dport ${API_SERVER_PORT} -j ACCEPT`,
      `-A PREROUTING -i ${NODE_DEVICE} -j DROP`,
      `-A FORWARD -i ${NODE_DEVICE} -j DROP`,
      `-A FORWARD -o ${NODE_DEVICE} -j DROP`,
      `-A POSTROUTING -o ${NODE_DEVICE} -p tcp --sport ${API_SERVER_PORT} -m conntrack --ctstate ESTABLISHED -j ACCEPT`,
      `-A POSTROUTING -o ${NODE_DEVICE} -j DROP`,
      'COMMIT',
      '',
    ].join('\n'));
    await runCommand('ip', ['link', 'add', this.hostDevice, 'type', 'veth', 'peer', 'name', NODE_DEVICE, 'netns', this.namespace]);
    await runCommand('sysctl', ['--quiet', '--write', `net.ipv6.conf.${this.hostDevice}.disable_ipv6=1`]);
    await runCommand('ip', ['address', 'add', `${hostAddress}/30`, 'dev', this.hostDevice]);
    await runCommand('ip', ['link', 'set', this.hostDevice, 'up']);
    await runCommand('ip', ['-netns', this.namespace, 'address', 'add', `${managementAddress}/30`, 'dev', NODE_DEVICE]);
    await runCommand('ip', ['-netns', this.namespace, 'link', 'set', NODE_DEVICE, 'up']);
  }

  /** Both ends; nothing happens if there is none. */
  public async remove(): Promise<void> {
    if ((await tryCommand('ip', ['link', 'show', this.hostDevice])).exitCode === 0) {
      await runCommand('ip', ['link', 'delete', this.hostDevice]);
    }
  }
}
