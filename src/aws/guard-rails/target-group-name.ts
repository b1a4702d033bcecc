import { GuardRail, GuardRailSeverity } from './guard-rail';
import { knownText } from './known-value';

export const targetGroupName: GuardRail = {
  id: 'GR-06',
  severity: GuardRailSeverity.ERROR,
  what: 'Elastic Load Balancing does not take the name of a target group behind an endpoint service, and the deployment fails.',
  limit: 'at most 32 letters, digits and hyphens, not starting or ending with a hyphen',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  fix: 'Shorten the name, here and in the TargetGroupBinding.',
  breaches: landscape => landscape.targetGroups().flatMap(targetGroup => {
    const name = knownText(targetGroup.properties.Name);
    return typeof name === 'string' && !/^(?=.{1,32}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)
      ? [{ at: targetGroup, location: 'Properties/Name', got: `${name} (${name.length} characters)` }]
      : [];
  }),
};
