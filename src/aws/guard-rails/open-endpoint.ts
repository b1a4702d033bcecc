import { Breach, GuardRail, GuardRailSeverity } from './guard-rail';
import { isProperties, knownList, knownText, Properties, UNKNOWN } from './known-value';
import { Landscape } from './landscape';
import { TemplateResource } from './template';
import { EAST_WEST_PORT } from '../../mesh/names';

export const openEndpoint: GuardRail = {
  id: 'GR-15',
  severity: GuardRailSeverity.ERROR,
  what: 'The security group of an interface endpoint is open to every address on 15443, so whatever reaches the VPC reaches the mesh.',
  limit: 'no rule for 0.0.0.0/0 or ::/0',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  fix: 'Name the security groups or ranges of the pods.',
  breaches: landscape => [...securityGroups(landscape)].flatMap(group => [...inlineBreaches(group), ...ingressBreaches(landscape, group)]),
};

function securityGroups(landscape: Landscape): Set<TemplateResource> {
  return new Set(landscape.serviceEndpoints().flatMap(endpoint => {
    const groups = knownList(endpoint.properties.SecurityGroupIds);
    return groups === UNKNOWN ? [] : groups.map(group => landscape.target(endpoint, group)).filter(group => group?.type === 'AWS::EC2::SecurityGroup');
  }) as TemplateResource[]);
}

function inlineBreaches(group: TemplateResource): Breach[] {
  const rules = knownList(group.properties.SecurityGroupIngress);
  return rules === UNKNOWN ? [] : rules.flatMap((rule, index) => breach(group, `Properties/SecurityGroupIngress/${index}`, rule));
}

function ingressBreaches(landscape: Landscape, group: TemplateResource): Breach[] {
  return landscape.ofType('AWS::EC2::SecurityGroupIngress')
    .filter(ingress => landscape.target(ingress, ingress.properties.GroupId) === group)
    .flatMap(ingress => breach(ingress, 'Properties', ingress.properties));
}

function breach(at: TemplateResource, location: string, rule: unknown): Breach[] {
  if (!isProperties(rule) || !coversEastWest(rule)) {
    return [];
  }
  const open = [rule.CidrIp, rule.CidrIpv6].map(knownText).filter(range => range === '0.0.0.0/0' || range === '::/0');
  return open.map(range => ({ at, location, got: String(range) }));
}

function coversEastWest({ IpProtocol, FromPort, ToPort }: Properties): boolean {
  const protocol = knownText(IpProtocol);
  if (protocol === '-1') {
    return true;
  }
  const [from, to] = [FromPort, ToPort].map(knownText);
  if ((protocol !== 'tcp' && protocol !== '6') || typeof from !== 'string' || typeof to !== 'string') {
    return false;
  }
  return from === '-1' || (Number(from) <= EAST_WEST_PORT && EAST_WEST_PORT <= Number(to));
}
