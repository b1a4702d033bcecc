import { ChildProcess, spawn, spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { createInterface } from 'readline';
import { ClusterNetwork } from '../../aws-api/landscape';
import { python } from '../../aws-api/virtual-environment';
import { LabProcess } from '../lab-process';
import { labVpc } from '../vpc';
import { LabCluster } from './lab-cluster';
import { addNamespace, ip, namespacePath, namespacesLike, removeNamespace } from './network-namespace';
import { PRIVATE_LINK_PREFIXES } from './reconciler';

const PEER = join(__dirname, 'peer.py');

/** @throws where the links of a lab are, which a test would disturb */
export function requireNoLab(): void {
  const found = namespacesLike(...PRIVATE_LINK_PREFIXES);
  if (found.length > 0 || new LabProcess('private-link').pid() !== undefined) {
    throw new Error('a lab is up: remove it with "npm run lab -- down"');
  }
}

/** A pod: an address, and the server that it may have. */
export interface BarePod {
  readonly address: string;
  /** What its health check gives from now on. */
  setHealth(status: number): void;
}

/** A VPC without a cluster: a network namespace whose pods are servers of a test. */
export class BareVpc {
  public readonly cluster: LabCluster;
  private readonly children: ChildProcess[] = [];
  private readonly directory = mkdtempSync(join(tmpdir(), 'bare-vpc-'));
  private pods = 0;

  public constructor(name: string, network: ClusterNetwork, index: number) {
    this.cluster = { vpc: labVpc(name, network, index), network };
    const { namespace, nodeAddress } = this.cluster.vpc;
    addNamespace(namespace);
    ip(namespace, ['link set lo up', `address add ${nodeAddress}/32 dev lo`]);
  }

  /** Starts a server on an address that pods have. */
  public async pod(name: string): Promise<BarePod> {
    const { namespace, podCidr } = this.cluster.vpc;
    this.pods += 1;
    const address = podCidr.replace(/\.\d+\/\d+$/, `.${10 + this.pods}`);
    ip(namespace, [`address add ${address}/32 dev lo`]);
    const file = join(this.directory, name);
    const setHealth = (status: number) => writeFileSync(file, `${status}`);
    setHealth(200);
    const child = this.start('serve', address, name, file);
    await new Promise((resolve, reject) => {
      child.stdout!.once('data', resolve);
      child.once('close', code => reject(new Error(`the server of ${name} ended with ${code}`)));
    });
    return { address, setHealth };
  }

  /** Asks from here: the answer is the server's name and where it sees the client, or `timeout`, `refused` or `reset`. */
  public ask(address: string, port = 15443, source = this.cluster.vpc.nodeAddress): string {
    const { status, stdout, stderr } = spawnSync('nsenter', this.args('ask', source, address, `${port}`), { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : stderr.trim().split('\n').pop()!;
  }

  /** Opens a connection and keeps it; the function that it gives asks on it. */
  public hold(address: string, port = 15443): () => Promise<string> {
    const child = this.start('hold', this.cluster.vpc.nodeAddress, address, `${port}`);
    const lines = createInterface({ input: child.stdout! });
    return async () => new Promise((resolve, reject) => {
      lines.once('line', resolve);
      child.once('close', code => reject(new Error(`the connection ended with ${code}`)));
      child.stdin!.write('\n');
    });
  }

  public async remove(): Promise<void> {
    await Promise.all(this.children.filter(({ exitCode }) => exitCode === null).map(async child => new Promise(resolve => {
      child.once('close', resolve);
      child.kill('SIGKILL');
    })));
    rmSync(this.directory, { recursive: true });
    removeNamespace(this.cluster.vpc.namespace);
  }

  private start(...args: readonly string[]): ChildProcess {
    const child = spawn('nsenter', this.args(...args), { stdio: ['pipe', 'pipe', 'inherit'] });
    this.children.push(child);
    return child;
  }

  private args(...args: readonly string[]): string[] {
    return [`--net=${namespacePath(this.cluster.vpc.namespace)}`, python(), '-B', PEER, ...args];
  }
}
