import { GuardRail, GuardRailSeverity } from './guard-rail';
import { KnownList, knownList, UNKNOWN } from './known-value';
import { TemplateResource } from './template';

interface Permission {
  /** Undefined where the service is not in the templates. */
  readonly permitted?: TemplateResource;
  readonly principals: KnownList;
}

export const somebodyPermitted: GuardRail = {
  id: 'GR-02',
  severity: GuardRailSeverity.WARNING,
  what: 'An endpoint service accepts endpoints by itself, but names nobody who may create them, so it can be used by nobody, or by whom somebody permits by hand.',
  limit: 'at least one allowed principal where `AcceptanceRequired` is false',
  source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#add-remove-permissions',
  fix: 'Add AWS::EC2::VPCEndpointServicePermissions with the principals of the consumers.',
  breaches: landscape => {
    const permissions = landscape.ofType('AWS::EC2::VPCEndpointServicePermissions').map((permission): Permission => ({
      permitted: landscape.target(permission, permission.properties.ServiceId),
      principals: knownList(permission.properties.AllowedPrincipals),
    }));
    // Permissions for a service that is not in the templates may be for any of them.
    const mayPermit = (service: TemplateResource) => permissions.some(({ permitted, principals }) =>
      (permitted === undefined || permitted === service) && (principals === UNKNOWN || principals.length > 0));
    return landscape.endpointServices()
      .filter(({ properties }) => String(properties.AcceptanceRequired) === 'false')
      .filter(service => !mayPermit(service))
      .map(service => ({ at: service, location: 'Properties/AcceptanceRequired', got: 'AcceptanceRequired false, no allowed principal' }));
  },
};
