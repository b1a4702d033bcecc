import { GuardRail, GuardRailSeverity } from './guard-rail';
import { knownList, partialText, UNKNOWN, UNKNOWN_PART } from './known-value';

export const exactPrincipals: GuardRail = {
  id: 'GR-01',
  severity: GuardRailSeverity.ERROR,
  what: 'A permission of an endpoint service has a wildcard, so accounts that nobody named may create endpoints to the mesh.',
  limit: 'ARNs of accounts, roles or users, without `*` or `?`',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#add-remove-permissions',
  fix: 'Name each principal, for instance arn:aws:iam::111111111111:root.',
  breaches: landscape => landscape.ofType('AWS::EC2::VPCEndpointServicePermissions').flatMap(permissions => {
    const principals = knownList(permissions.properties.AllowedPrincipals);
    return (principals === UNKNOWN ? [] : principals.map(partialText)).flatMap((principal, index) => /[*?]/.test(principal)
      ? [{ at: permissions, location: `Properties/AllowedPrincipals/${index}`, got: principal.split(UNKNOWN_PART).join('…') }]
      : []);
  }),
};
