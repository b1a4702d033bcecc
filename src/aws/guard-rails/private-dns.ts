import { GuardRail, GuardRailSeverity } from './guard-rail';

export const privateDns: GuardRail = {
  id: 'GR-13',
  severity: GuardRailSeverity.WARNING,
  what: 'An interface endpoint asks for the private DNS name of its service; the deployment fails unless the provider gave the service one and proved to own the domain.',
  limit: '`PrivateDnsEnabled` false',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html',
  fix: 'Set PrivateDnsEnabled to false and give the endpoint a name in a private hosted zone.',
  breaches: landscape => landscape.serviceEndpoints()
    .filter(({ properties }) => String(properties.PrivateDnsEnabled) === 'true')
    .map(endpoint => ({ at: endpoint, location: 'Properties/PrivateDnsEnabled', got: 'true' })),
};
