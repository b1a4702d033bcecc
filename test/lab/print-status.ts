import { Lab } from './lab';
import { LabProcess } from './lab-process';
import { privateLinkStatus } from './private-link/private-link';
import { printTable } from '../../src/cli/table';

/** Prints what is up, as tables; exit code 1 when something of it should be and is not. */
export async function printStatus(lab: Lab | undefined): Promise<void> {
  if (!lab) {
    process.stdout.write('no lab is up: npm run lab -- up\n');
    return;
  }
  process.stdout.write(`plan ${lab.plan.name}, since ${lab.since}, KUBECONFIG=${lab.kubeconfig}\n\n`);
  printTable(process, ['CLUSTER', 'NODE', 'PODS READY', 'VPC', 'NAMESPACE'], await Promise.all(lab.vpcs.map(async vpc => {
    const { stdout } = await lab.cluster(vpc.cluster).tryKubectl(['get', 'pods', '-A', '--no-headers']);
    const ready = stdout.trim().split('\n').filter(line => line !== '').map(line => line.split(/\s+/)[2]!.split('/')).filter(([up, all]) => up === all).length;
    const all = stdout.trim().split('\n').filter(line => line !== '').length;
    const node = await lab.cluster(vpc.cluster).tryKubectl(['get', 'nodes', '--no-headers']);
    return [vpc.cluster, node.stdout.split(/\s+/)[1] ?? 'no answer', `${ready}/${all}`, vpc.cidr, vpc.namespace];
  })));
  process.stdout.write('\n');
  const links = privateLinkStatus()?.links ?? [];
  printTable(process, ['LINK', 'ENDPOINT', 'NAMES', 'PORTS', 'TARGETS', 'STATE'], links.map(link => [
    `${link.consumer} -> ${link.provider ?? '?'}`,
    link.addresses.join(', '),
    link.names.join(', '),
    link.ports.join(', '),
    link.targets.map(({ address, port, health }) => `${address}:${port} ${health}`).join('\n'),
    link.isCut ? 'cut on purpose' : link.reason ?? 'open',
  ]));
  process.stdout.write('\n');
  const ended = LabProcess.all().filter(labProcess => labProcess.pid() === undefined);
  process.stdout.write(ended.length === 0 ? `${LabProcess.all().length} processes run\n` : `ended: ${ended.map(({ name }) => name).join(', ')}\n`);
  process.exitCode = ended.length === 0 ? 0 : 1;
}
