import { writeFileSync } from 'fs';
import { join } from 'path';
import { stringify } from 'yaml';
import { Containerd } from './containerd';
import { controlGroup } from './control-groups';
import { programOf } from './programs';
import { component } from '../../../scripts/components/build';
import { LabProcess } from '../lab-process';
import { LabVpc } from '../vpc';

/** Where the one node of a cluster is. */
export interface NodeLocation {
  /** For instance `eu-west-1`. */
  readonly region: string;
  /** For instance `eu-west-1a`. */
  readonly zone: string;
  /** The same for one zone in all accounts, for instance `euw1-az1`. */
  readonly zoneId: string;
}

/** As EC2 names an instance by its address. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html */
export function nodeName({ nodeAddress }: Pick<LabVpc, 'nodeAddress'>, { region }: Pick<NodeLocation, 'region'>): string {
  return `ip-${nodeAddress.replaceAll('.', '-')}.${region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`}`;
}

/** What makes a node of a machine, beside containerd: kubelet and kube-proxy. */
export class Node {
  public readonly kubelet: LabProcess;
  public readonly kubeProxy: LabProcess;
  private readonly name: string;

  /** @param directory with `ca.crt`, `kubelet.crt`, `kubelet.key`, `kubelet.kubeconfig` and `kube-proxy.kubeconfig` */
  public constructor(private readonly vpc: LabVpc, private readonly location: NodeLocation, private readonly directory: string) {
    this.kubelet = programOf(vpc.cluster, 'kubelet');
    this.kubeProxy = programOf(vpc.cluster, 'kube-proxy');
    this.name = nodeName(vpc, location);
  }

  public writeConfiguration(containerd: Containerd): void {
    writeFileSync(this.file('resolv.conf'), `nameserver ${this.vpc.resolver}\n`);
    writeFileSync(this.file('kubelet.yaml'), stringify(this.kubeletConfiguration(containerd)));
    writeFileSync(this.file('kube-proxy.yaml'), stringify(this.kubeProxyConfiguration()));
  }

  /** Containerd has to answer. */
  public start(containerd: Containerd): void {
    const { region, zone, zoneId } = this.location;
    const labels = { 'topology.kubernetes.io/region': region, 'topology.kubernetes.io/zone': zone, 'topology.k8s.aws/zone-id': zoneId };
    const { namespace } = this.vpc;
    this.kubelet.start(...containerd.sharingMounts(component('kubelet'), [
      `--config=${this.file('kubelet.yaml')}`,
      `--kubeconfig=${this.file('kubelet.kubeconfig')}`,
      `--root-dir=${this.file('kubelet')}`,
      `--cert-dir=${this.file('kubelet')}`,
      `--hostname-override=${this.name}`,
      `--node-ip=${this.vpc.nodeAddress}`,
      `--node-labels=${Object.entries(labels).map(([label, value]) => `${label}=${value}`).join(',')}`,
      // Nobody looks at the figures.
      '--housekeeping-interval=60s',
    ]), { namespace });
    this.kubeProxy.start(...containerd.sharingMounts(component('kube-proxy'), [`--config=${this.file('kube-proxy.yaml')}`]), { namespace });
  }

  private kubeletConfiguration({ socket }: Containerd): object {
    return {
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      address: this.vpc.nodeAddress,
      containerRuntimeEndpoint: `unix://${socket}`,
      podLogsDir: this.file('pods'),
      volumePluginDir: this.file('volume-plugins'),
      resolvConf: this.file('resolv.conf'),
      clusterDNS: [this.vpc.clusterDns],
      clusterDomain: 'cluster.local',
      authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: this.file('ca.crt') } },
      authorization: { mode: 'Webhook' },
      tlsCertFile: this.file('kubelet.crt'),
      tlsPrivateKeyFile: this.file('kubelet.key'),
      cgroupDriver: 'cgroupfs',
      cgroupRoot: controlGroup(this.vpc.cluster),
      enforceNodeAllocatable: [],
      failCgroupV1: false,
      failSwapOn: false,
      oomScoreAdj: 0,
      // The disk and the memory are the machine's, and no pod leaves because of others who use them.
      localStorageCapacityIsolation: false,
      evictionHard: { 'memory.available': '0%', 'nodefs.available': '0%', 'nodefs.inodesFree': '0%', 'imagefs.available': '0%', 'imagefs.inodesFree': '0%' },
      imageGCHighThresholdPercent: 100,
      imageMinimumGCAge: '24h',
      volumeStatsAggPeriod: '-1s',
    };
  }

  private kubeProxyConfiguration(): object {
    return {
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      clientConnection: { kubeconfig: this.file('kube-proxy.kubeconfig') },
      hostnameOverride: this.name,
      mode: 'iptables',
      clusterCIDR: this.vpc.podCidr,
      iptables: { localhostNodePorts: false, syncPeriod: '5m0s' },
      // The settings for tracking connections are the machine's.
      conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s', udpTimeout: '0s', udpStreamTimeout: '0s' },
      oomScoreAdj: 0,
      healthzBindAddress: '127.0.0.1:10256',
      metricsBindAddress: '127.0.0.1:10249',
    };
  }

  private file(name: string): string {
    return join(this.directory, name);
  }
}
