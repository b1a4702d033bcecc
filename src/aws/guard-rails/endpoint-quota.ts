import { GuardRail, GuardRailSeverity } from './guard-rail';
import { imported, knownText, referenced } from './known-value';
import { TemplateResource } from './template';

export const endpointQuota: GuardRail = {
  id: 'GR-17',
  severity: GuardRailSeverity.ERROR,
  what: 'A template has more interface endpoints for one VPC than the VPC may hold, and the deployment fails.',
  limit: '`interfaceEndpointQuota`, by default 50',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html',
  fix: 'Have the quota "Interface VPC endpoints per VPC" raised and tell the plugin with interfaceEndpointQuota, or link fewer clusters.',
  breaches: (landscape, { interfaceEndpointQuota: quota }) => landscape.templates.flatMap(template => {
    const byVpc = new Map<string, TemplateResource[]>();
    for (const endpoint of landscape.interfaceEndpoints().filter(other => other.template === template && !other.isConditional)) {
      const vpc = vpcOf(endpoint);
      if (vpc !== undefined) {
        byVpc.set(vpc, [...byVpc.get(vpc) ?? [], endpoint]);
      }
    }
    return [...byVpc].filter(([, endpoints]) => endpoints.length > quota).map(([vpc, endpoints]) => ({
      at: endpoints[quota],
      location: 'Properties/VpcId',
      got: `${endpoints.length} interface endpoints in ${vpc}`,
      limit: `${quota} interface endpoints in a VPC`,
    }));
  }),
};

/** Undefined where the value may be a different VPC in each endpoint. */
function vpcOf({ properties: { VpcId } }: TemplateResource): string | undefined {
  const text = knownText(VpcId);
  return typeof text === 'string' ? text : referenced(VpcId) ?? imported(VpcId);
}
