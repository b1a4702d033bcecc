import { join } from 'path';
import { DueCheck } from './health-monitor';
import { PlannedLoadBalancer } from './load-balancer-plan';
import { namespaceId, namespacePath } from './network-namespace';
import { healthCheckPort, matches } from './target-health';
import { LineProcess } from '../../aws-api/line-process';

/** The answer to a check. */
type Result = { readonly status: number | null } | { readonly error: string };

/** Checks targets from where their load balancer is. */
export class HealthChecker {
  private readonly processes = new Map<string, { readonly namespace: number; readonly process: LineProcess }>();

  /**
   * @param checks of target groups of this load balancer
   * @returns whether each passed
   */
  public async check(loadBalancer: PlannedLoadBalancer, checks: readonly DueCheck[]): Promise<boolean[]> {
    const process = await this.processOf(loadBalancer);
    const results = await process.ask(checks.map(({ target, targetGroup }) => ({
      protocol: targetGroup.HealthCheckProtocol,
      address: target.Id,
      port: healthCheckPort(targetGroup, target),
      path: targetGroup.HealthCheckPath ?? '/',
      timeout: targetGroup.HealthCheckTimeoutSeconds,
    }))).catch(error => {
      // The next checks get another process.
      this.processes.delete(loadBalancer.arn);
      throw error;
    }) as Result[];
    return results.map((result, index) => 'status' in result
      && (result.status === null || matches(result.status, checks[index]!.targetGroup.Matcher?.HttpCode)));
  }

  /** Ends the processes of load balancers that are no more. */
  public async keepOnly(loadBalancers: readonly PlannedLoadBalancer[]): Promise<void> {
    const gone = [...this.processes.keys()].filter(arn => !loadBalancers.some(loadBalancer => loadBalancer.arn === arn));
    await Promise.all(gone.map(async arn => this.end(arn)));
  }

  private async processOf({ arn, namespace, nodes }: PlannedLoadBalancer): Promise<LineProcess> {
    const id = namespaceId(namespace);
    if (id === undefined) {
      throw new Error(`there is no network namespace ${namespace} to check health from`);
    }
    if (this.processes.get(arn)?.namespace !== id) {
      await this.end(arn);
      const process = new LineProcess([join(__dirname, 'health_check.py'), namespacePath(namespace), nodes[0]!.address]);
      this.processes.set(arn, { namespace: id, process });
    }
    return this.processes.get(arn)!.process;
  }

  private async end(arn: string): Promise<void> {
    const process = this.processes.get(arn)?.process;
    this.processes.delete(arn);
    await process?.end();
  }
}
