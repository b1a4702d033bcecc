import { existsSync, rmSync, writeFileSync } from 'fs';
import { Credentials } from '../../api-server/certificates';
import { Lab } from '../lab';
import { labPath } from '../lab-directory';
import { LabProcess } from '../lab-process';
import { deployedLink, environmentOf } from './deployed';
import { eventually } from './eventually';
import { connectFrom } from '../network/connect-from';
import { untilLinks } from '../private-link/private-link';

const PORT = 15443;

/** What it answers with. */
export const IMPOSTOR_ANSWER = 'hello from an impostor\n';

/** Speaks TLS as a workload behind a gateway does, and takes whatever certificate the caller has. */
const SCRIPT = `
const { readFileSync } = require('fs');
const [directory, host, port] = process.argv.slice(1);
const [cert, key] = ['certificate', 'key'].map(name => readFileSync(directory + '.' + name + '.pem'));
require('https').createServer({ cert, key, requestCert: true, rejectUnauthorized: false, ALPNProtocols: ['istio'] },
  (request, response) => response.end(${JSON.stringify(IMPOSTOR_ANSWER)})).listen(Number(port), host);
`;

/** A server at the provider's node to which the load balancer leads instead of to the gateways. */
export class Impostor {
  private readonly process = new LabProcess('impostor');
  private readonly files = labPath('impostor');

  /** @param consumer the cluster that calls; both of the load balancer's others meet it too */
  public constructor(private readonly lab: Lab, private readonly consumer: string, private readonly provider: string) {}

  /** Takes the place of the gateways, or shows another certificate there. */
  public async show({ certificate, key }: Credentials): Promise<void> {
    await this.process.stop();
    writeFileSync(`${this.files}.certificate.pem`, certificate);
    writeFileSync(`${this.files}.key.pem`, key, { mode: 0o600 });
    const { namespace, nodeAddress } = this.vpc;
    this.process.start(process.execPath, ['-e', SCRIPT, this.files, nodeAddress, `${PORT}`], { namespace });
    await eventually('the impostor listens', async () => connectFrom(namespace, nodeAddress, PORT), said => said === 'connected');
    await this.takeOver();
  }

  /** Gives the gateways their place back, also after half a start. */
  public async leave(): Promise<void> {
    const { listener, targetGroup } = await deployedLink(this.lab, this.consumer, this.provider);
    const { TargetGroups: all } = await this.call('describe_target_groups');
    const own = all.find(({ TargetGroupName: name }: { TargetGroupName: string }) => name === 'impostor');
    if (own !== undefined) {
      const gateways = all.find(({ TargetGroupName: name }: { TargetGroupName: string }) => name === `demo-${this.provider}-ew`);
      if (targetGroup.TargetGroupArn === own.TargetGroupArn) await this.forward(listener.ListenerArn, gateways.TargetGroupArn);
      await this.call('delete_target_group', { TargetGroupArn: own.TargetGroupArn });
    }
    await this.process.stop();
    [`${this.files}.certificate.pem`, `${this.files}.key.pem`].filter(existsSync).forEach(file => rmSync(file));
    await untilLinks('the gateways are back', ({ links }) => links.some(({ consumer, reason, targets }) =>
      consumer === this.consumer && reason === undefined && targets.every(({ address }) => address !== this.vpc.nodeAddress)));
  }

  private async takeOver(): Promise<void> {
    const { listener, targetGroup } = await deployedLink(this.lab, this.consumer, this.provider);
    if (targetGroup.TargetGroupName !== 'impostor') {
      const { TargetGroups: [{ TargetGroupArn }] } = await this.call('create_target_group', {
        Name: 'impostor',
        Protocol: 'TCP',
        Port: PORT,
        VpcId: this.lab.plan.landscape[this.provider]!.vpc.id,
        TargetType: 'ip',
        HealthCheckProtocol: 'TCP',
        HealthCheckIntervalSeconds: 5,
        HealthCheckTimeoutSeconds: 2,
      });
      await this.call('register_targets', { TargetGroupArn, Targets: [{ Id: this.vpc.nodeAddress, Port: PORT }] });
      await this.forward(listener.ListenerArn, TargetGroupArn);
    }
    await untilLinks('the link leads to the impostor', ({ links }) => links.some(({ consumer, reason, targets }) =>
      consumer === this.consumer && reason === undefined && targets.length === 1 && targets[0]!.address === this.vpc.nodeAddress));
  }

  private async forward(ListenerArn: string, TargetGroupArn: string): Promise<void> {
    await this.call('modify_listener', { ListenerArn, DefaultActions: [{ Type: 'forward', TargetGroupArn }] });
  }

  private async call(operation: string, parameters?: object) {
    return this.lab.api.call(environmentOf(this.lab, this.provider), 'elbv2', operation, parameters);
  }

  private get vpc() {
    return this.lab.vpcs.find(({ cluster }) => cluster === this.provider)!;
  }
}
