import { ChildProcess, execFile, spawn } from 'child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { removeControlGroups } from './control-groups';
import { Guard, guardDirectory } from '../../api-server/guard';

/** The namespace that a test's containers are in, in the sense of containerd. */
const NAMESPACE = 'k8s.io';

/** How the names of the control groups of its containers begin: those of a killed run are found by it. */
const CONTROL_GROUPS = 'istio-lab-images-';

/** How long a containerd may take to answer. */
const DEADLINE_MS = 20_000;

/** How long a program in a container may take. */
const RUN_TIMEOUT_MS = 30_000;

/**
 * A containerd, alone in namespaces of processes, mounts and the network. They end with it, and with them all that it started and mounted;
 * when this process is killed, a guard ends it.
 */
export class ThrowawayContainerd {
  public static async start(): Promise<ThrowawayContainerd> {
    // A killed run leaves empty ones, which the guard does not know.
    await removeControlGroups(CONTROL_GROUPS);
    const containerd = new ThrowawayContainerd(mkdtempSync(join(realpathSync(tmpdir()), 'cdk-istio-privatelink-images-')));
    try {
      await containerd.ready();
    } catch (error) {
      await containerd.stop();
      throw error;
    }
    return containerd;
  }

  /** Its socket, which also programs outside of its namespaces reach. */
  public readonly address: string;
  private readonly process: ChildProcess;
  private readonly guard: Guard;
  private readonly log: string[] = [];
  private containers = 0;

  private constructor(private readonly directory: string) {
    this.guard = guardDirectory(directory);
    this.address = join(directory, 'containerd.sock');
    const config = join(directory, 'config.toml');
    writeFileSync(config, [
      'version = 2',
      `root = "${directory}/root"`,
      `state = "${directory}/state"`,
      'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
      `[grpc]\naddress = "${this.address}"`,
    ].join('\n'));
    // Shims have their sockets below /run, whatever containerd is told.
    const script = 'mount -t tmpfs tmpfs /run && ip link set lo up && exec containerd --config "$0"';
    this.process = spawn('unshare', ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script, config], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.process.stderr!.on('data', (data: Buffer) => this.log.push(data.toString()));
    mkdirSync(join(directory, 'run'));
    writeFileSync(join(directory, 'run', 'containerd.pid'), String(this.process.pid));
  }

  /**
   * Runs a program in a new container to its end.
   *
   * @param options those of `ctr run`, for instance `--read-only`
   * @returns what it wrote to its outputs
   * @throws if it fails
   */
  public async run(image: string, command: readonly string[], options: readonly string[] = ['--net-host']): Promise<string> {
    try {
      const { stdout, stderr } = await this.ctr(['run', '--rm', ...this.runOptions(options), image, this.newContainer(), ...command]);
      return stdout + stderr;
    } catch (error) {
      const { message, stdout } = error as Error & { stdout: string };
      throw new Error(`${message}\n${stdout}`);
    }
  }

  /** Starts what an image itself has to run, in a new container that shares the network with `run`. */
  public async runDetached(image: string, options: readonly string[]): Promise<string> {
    const container = this.newContainer();
    await this.ctr(['run', '--detach', '--net-host', ...this.runOptions(options), image, container]);
    return container;
  }

  /** @returns a directory that everybody may read, with a file in it */
  public file(name: string, text: string): string {
    const directory = mkdtempSync(join(this.directory, 'files-'));
    chmodSync(directory, 0o755);
    writeFileSync(join(directory, name), text);
    return directory;
  }

  /** Asks a container's program to end. */
  public async kill(container: string, signal: string): Promise<void> {
    await this.ctr(['tasks', 'kill', '--signal', signal, container]);
  }

  /** For instance `RUNNING`, `STOPPED`. */
  public async status(container: string): Promise<string | undefined> {
    const { stdout } = await this.ctr(['tasks', 'list']);
    return stdout.split('\n').map(line => line.split(/\s+/)).find(([name]) => name === container)?.[2];
  }

  /** Idempotent. */
  public async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise(resolve => this.process.once('exit', resolve));
      this.process.kill('SIGKILL');
      await ended;
    }
    await this.guard.end();
    await removeControlGroups(CONTROL_GROUPS);
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      try {
        await this.ctr(['version']);
        return;
      } catch (error) {
        if (Date.now() > deadline || this.process.exitCode !== null) {
          throw new Error(`containerd does not answer: ${(error as Error).message}\n${this.log.join('').slice(-2000)}`);
        }
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    }
  }

  /** Inside its namespaces, where also what ctr itself mounts belongs. */
  private ctr(args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
    const namespaces = `/proc/${this.process.pid}/ns`;
    return promisify(execFile)('nsenter', [
      `--mount=${namespaces}/mnt`, `--net=${namespaces}/net`, `--pid=${namespaces}/pid_for_children`,
      'ctr', '--address', this.address, '--namespace', NAMESPACE, ...args,
    ], { timeout: RUN_TIMEOUT_MS });
  }

  private runOptions(options: readonly string[]): string[] {
    return ['--fifo-dir', join(this.directory, 'fifo'), '--cgroup', this.cgroup(), ...options];
  }

  private newContainer(): string {
    return `container-${this.containers += 1}`;
  }

  private cgroup(): string {
    return `${CONTROL_GROUPS}${this.process.pid}`;
  }
}
