import { join } from 'path';
import { Program, programOf } from './programs';
import { component } from '../../../scripts/components/build';
import { ComponentName } from '../../../scripts/components/component';
import { ControlPlaneFlags, controlPlaneFlags } from '../../control-plane/flags';
import { until } from '../../control-plane/until';
import { LabProcess } from '../lab-process';
import { API_SERVER_PORT } from '../network/management-link';
import { LabVpc } from '../vpc';

/** Each cluster has a loopback interface of its own. */
const ETCD_PORT = 2379;

/** etcd, kube-apiserver, kube-controller-manager and kube-scheduler, in the network namespace of a VPC. */
export class LabControlPlane {
  private readonly flags: ControlPlaneFlags;

  /** @param directory with the files of `controlPlaneKeys`, and `kubelet-client.crt`, `kubelet-client.key` and `scheduler.kubeconfig` */
  public constructor(private readonly vpc: LabVpc, private readonly directory: string) {
    this.flags = controlPlaneFlags({
      name: vpc.cluster,
      file: name => join(directory, name),
      etcdPort: ETCD_PORT,
      bindAddress: '0.0.0.0',
      advertiseAddress: vpc.nodeAddress,
      apiPort: API_SERVER_PORT,
      serviceRange: vpc.serviceCidr,
    });
  }

  /** @param isReady whether the API server is */
  public async start(isReady: () => Promise<boolean>): Promise<void> {
    this.run('etcd', this.flags.etcd);
    const apiServer = this.run('kube-apiserver', [
      ...this.flags.apiServer,
      `--kubelet-client-certificate=${join(this.directory, 'kubelet-client.crt')}`,
      `--kubelet-client-key=${join(this.directory, 'kubelet-client.key')}`,
      `--kubelet-certificate-authority=${join(this.directory, 'ca.crt')}`,
      '--kubelet-preferred-address-types=InternalIP',
    ]);
    await until(`${this.vpc.cluster}: the API server is ready`, apiServer, isReady);
    this.run('kube-controller-manager', [...this.flags.controllerManager, `--flex-volume-plugin-dir=${join(this.directory, 'volume-plugins')}`]);
    this.run('kube-scheduler', [`--kubeconfig=${join(this.directory, 'scheduler.kubeconfig')}`, '--leader-elect=false', '--secure-port=0']);
  }

  private run(name: Extract<Program, ComponentName>, flags: readonly string[]): LabProcess {
    const process = programOf(this.vpc.cluster, name);
    process.start(component(name), flags, { namespace: this.vpc.namespace });
    return process;
  }
}
