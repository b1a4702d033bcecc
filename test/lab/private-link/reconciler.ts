import { ENDPOINT_PREFIX } from './endpoint-plan';
import { HealthChecker } from './health-checker';
import { DueCheck, HealthMonitor } from './health-monitor';
import { KubeApi } from './kube-api';
import { LOAD_BALANCER_PREFIX, loadBalancerNamespace, PlannedLoadBalancer } from './load-balancer-plan';
import { Namespaces } from './namespaces';
import { forgetConnections, namespaceId } from './network-namespace';
import { Plan, planLinks } from './plan';
import { PrivateLinkFiles, PrivateLinkInput } from './private-link-files';
import { EMPTY_SNAPSHOT, Snapshot } from './snapshot';
import { LinkStatus } from './status';
import { takeSnapshot } from './take-snapshot';
import { TargetGroupController } from './target-group-controller';
import { writeZones } from './zone-file';
import { AwsApi } from '../../aws-api/aws-api';

/** All namespaces whose names begin so belong to the links. */
export const PRIVATE_LINK_PREFIXES = [ENDPOINT_PREFIX, LOAD_BALANCER_PREFIX];

/** How often it looks at what tells nothing of itself: clusters, cuts, and namespaces of VPCs. */
const PASS_EVERY_MS = 1_000;

/** The API tells of what changes it; asked all the same from time to time, in case that something was missed. */
const SNAPSHOT_EVERY_MS = 60_000;

/** Changes come in groups. */
const CHANGES_SETTLE_MS = 50;

/** Requests that change nothing. */
const READING = /^\S+ \S+ \S+ (Describe|List|Get|Head|Assume|Filter|Search)/;

/** Keeps the links what the AWS API says, over and over. */
export class Reconciler {
  private readonly files: PrivateLinkFiles;
  private readonly namespaces = new Namespaces(PRIVATE_LINK_PREFIXES);
  private readonly monitor = new HealthMonitor();
  private readonly checker = new HealthChecker();
  private readonly kube: KubeApi;
  private readonly bindings: TargetGroupController;
  private snapshot: Snapshot = EMPTY_SNAPSHOT;
  private snapshotTime = 0;
  private isStopping = false;
  private endPause?: () => void;
  private bindingsRun: Promise<void> = Promise.resolve();
  private bindingProblems: readonly string[] = [];
  private areBindingsRunning = false;
  private problemsBefore = '';
  private readonly loop: Promise<void>;

  public constructor(private readonly api: AwsApi, private readonly input: PrivateLinkInput, directory?: string) {
    this.files = new PrivateLinkFiles(directory);
    this.kube = new KubeApi(this.files.kubeconfig);
    this.bindings = new TargetGroupController(api, this.kube);
    api.onRequest(line => {
      // Lines of refusals are indented.
      if (!line.startsWith(' ') && !READING.test(line)) {
        this.snapshotTime = 0;
        setTimeout(() => this.endPause?.(), CHANGES_SETTLE_MS);
      }
    });
    this.loop = this.run();
  }

  /** Ends, and removes all that it made but files. */
  public async stop(): Promise<void> {
    this.isStopping = true;
    this.endPause?.();
    await this.loop;
    await this.bindingsRun;
    this.kube.close();
    await this.checker.keepOnly([]);
    this.namespaces.removeAll();
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      const woken = new Promise<void>(resolve => {
        this.endPause = resolve;
      });
      try {
        await this.pass();
      } catch (error) {
        this.report([(error as Error).stack!]);
        this.writeStatus(this.files.status.read()?.links ?? [], [(error as Error).message]);
      }
      await Promise.race([woken, sleep(PASS_EVERY_MS)]);
    }
  }

  private async pass(): Promise<void> {
    if (Date.now() - this.snapshotTime > SNAPSHOT_EVERY_MS) {
      this.snapshotTime = Date.now();
      this.snapshot = await takeSnapshot(this.api);
    }
    this.monitor.update(this.snapshot, Date.now());
    const { clusters } = this.input;
    const plan = planLinks({ snapshot: this.snapshot, clusters, health: this.monitor.states, cuts: this.files.cuts.read() ?? [] });
    await this.checker.keepOnly(plan.loadBalancers);
    const problems = this.namespaces.apply(plan.namespaces);
    this.monitor.drained(Date.now()).forEach(check => cutConnections(check));
    clusters.forEach(({ vpc }) => writeZones(this.files.zones(vpc.cluster), plan.zones[vpc.cluster]!));
    this.startChecks(plan);
    this.startBindings();
    this.report([...problems, ...this.bindingProblems]);
    this.writeStatus(plan.links, [...problems, ...this.bindingProblems]);
  }

  private startChecks({ loadBalancers }: Plan): void {
    const due = this.monitor.due(Date.now());
    const started = new Set<string>();
    for (const loadBalancer of loadBalancers) {
      const arns = loadBalancer.listeners.map(({ targetGroup }) => targetGroup?.TargetGroupArn);
      const checks = due.filter(({ targetGroup }) => arns.includes(targetGroup.TargetGroupArn));
      if (checks.length > 0) void this.check(loadBalancer, checks);
      checks.forEach(({ key }) => started.add(key));
    }
    // The others belong to no listener, and nobody checks them.
    due.filter(({ key }) => !started.has(key)).forEach(({ key }) => this.monitor.skip(key));
  }

  private async check(loadBalancer: PlannedLoadBalancer, checks: readonly DueCheck[]): Promise<void> {
    try {
      const results = await this.checker.check(loadBalancer, checks);
      checks.forEach((check, index) => {
        if (this.monitor.record(check.key, results[index]!)) cutConnections(check);
      });
      this.endPause?.();
    } catch (error) {
      // Its namespace is being made or removed: next time.
      checks.forEach(({ key }) => this.monitor.skip(key));
      if (!this.isStopping) this.report([(error as Error).message]);
    }
  }

  private startBindings(): void {
    if (this.areBindingsRunning) return;
    this.areBindingsRunning = true;
    this.bindingsRun = this.bindings.reconcile(this.input.clusters, this.snapshot).then(problems => {
      this.bindingProblems = problems;
    }).finally(() => {
      this.areBindingsRunning = false;
    });
  }

  private writeStatus(links: readonly LinkStatus[], problems: readonly string[]): void {
    const { time, ...before } = this.files.status.read() ?? { time: '' };
    if (JSON.stringify(before) !== JSON.stringify({ links, problems })) {
      this.files.status.write({ time: new Date().toISOString(), links, problems });
    }
  }

  /** Logs problems once. */
  private report(problems: readonly string[]): void {
    const text = problems.join('\n');
    if (text !== this.problemsBefore && text !== '') console.error(`${new Date().toISOString()} ${text}`);
    this.problemsBefore = text;
  }
}

/** Cuts the connections that a target has through load balancers. */
function cutConnections({ target: { Id, Port }, targetGroup: { LoadBalancerArns: arns } }: DueCheck): void {
  arns.map(loadBalancerNamespace).filter(name => namespaceId(name) !== undefined).forEach(name => forgetConnections(name, Id, Port));
}

async function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
