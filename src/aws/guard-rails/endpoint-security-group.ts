import { GuardRail, GuardRailSeverity } from './guard-rail';
import { knownList, UNKNOWN } from './known-value';

export const endpointSecurityGroup: GuardRail = {
  id: 'GR-14',
  severity: GuardRailSeverity.WARNING,
  what: 'An interface endpoint names no security group, so it gets the default one of the VPC, with whatever rules that has.',
  limit: 'at least one entry in `SecurityGroupIds`',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  fix: 'Give the endpoint a security group that lets in the pods on TCP 15443.',
  breaches: landscape => landscape.serviceEndpoints().flatMap(endpoint => {
    const groups = knownList(endpoint.properties.SecurityGroupIds);
    return groups !== UNKNOWN && groups.length === 0 ? [{ at: endpoint, location: 'Properties/SecurityGroupIds', got: 'none' }] : [];
  }),
};
