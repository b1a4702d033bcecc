import { clusterChanges } from './cluster-changes';
import { clusterStackNames } from '../cluster-stack-names';
import { DeployedFacts } from '../deployed-facts';
import { Finding, FindingSeverity } from '../finding';
import { Mesh } from '../mesh';

/** CHG: what differs from the mesh as it was deployed, and cuts callers off or leaves something behind. */
export function changeFindings(mesh: Mesh): Finding[] {
  const { deployed } = mesh;
  if (!deployed) {
    return [];
  }
  const before = deployed._facts;
  if (!before) {
    return [{
      id: 'CHG-01',
      severity: FindingSeverity.INFO,
      subject: mesh.meshId,
      message: `nothing was compared with what is deployed, because ${deployed._name} does not exist: once this is deployed, copy the mesh.json of the bundles there`,
    }];
  }
  return mesh.meshId === before.meshId ? [...namesInUse(mesh, before), ...clusterChanges(mesh, before), ...remainingStacks(mesh, before)] : [{
    id: 'CHG-02',
    severity: FindingSeverity.WARNING,
    subject: mesh.meshId,
    message: `the id of the mesh was "${before.meshId}" and is "${mesh.meshId}": every load balancer, endpoint service and endpoint is made anew, ` +
      'and the gateways leave the target groups in use as soon as a bundle is applied; ' +
      `keep the id, or deploy all stacks, apply all bundles at a time when calls may fail, and delete the stacks of "${before.meshId}"`,
  }];
}

function namesInUse({ meshId, dnsZone, trustDomain }: Mesh, before: DeployedFacts): Finding[] {
  return [
    ...dnsZone === before.dnsZone ? [] : [{
      id: 'CHG-03',
      severity: FindingSeverity.WARNING,
      subject: meshId,
      message: `the dns zone was "${before.dnsZone}" and is "${dnsZone}": the private zone of each consumer is replaced, and until its new bundle is applied ` +
        'calls to other clusters fail, because the old names do not resolve; keep the zone, or apply each bundle at once when its consumer stack is deployed',
    }],
    ...trustDomain === before.trustDomain ? [] : [{
      id: 'CHG-04',
      severity: FindingSeverity.WARNING,
      subject: meshId,
      message: `the trust domain was "${before.trustDomain}" and is "${trustDomain}": workloads with certificates of the one refuse those of the other until all are ` +
        'restarted, and authorization policies that name the old one match nobody; keep it, or make the old one an alias in meshConfig.trustDomainAliases first',
    }],
  ];
}

/** The CDK's command line deletes no stack that has left the program. */
function remainingStacks(mesh: Mesh, before: DeployedFacts): Finding[] {
  const needed = new Set(mesh.clusters.flatMap(cluster => Object.values(clusterStackNames(cluster))));
  return [...before.clusters.values()].flatMap(({ name, account, region, stacks }) => {
    const remaining = stacks.filter(stack => !needed.has(stack)).sort();
    return remaining.length === 0 ? [] : [{
      id: 'CHG-10',
      severity: FindingSeverity.INFO,
      subject: mesh.meshId,
      message: `cluster "${name}" no longer needs ${remaining.join(' and ')} in account ${account}, region ${region}, ` +
        'and cdk deploy deletes no stack that has left the program: delete it with aws cloudformation delete-stack, that of the consumer before that of its provider',
    }];
  });
}
