import { GuardRail, GuardRailSeverity } from './guard-rail';
import { MAX_RESOURCES } from './template-resources';

/** From this share of the quota on, the next clusters may not fit. */
const WARNING = 0.9;

export const nearlyFullTemplate: GuardRail = {
  id: 'GR-19',
  severity: GuardRailSeverity.WARNING,
  what: 'A template of the mesh has nearly as many resources as CloudFormation takes, and cannot take many more links.',
  limit: 'fewer than 450 resources, 90 % of what CloudFormation takes',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  fix: 'Split the mesh or the stack before it is full.',
  breaches: landscape => landscape.meshTemplates()
    .filter(({ resources }) => resources.length >= MAX_RESOURCES * WARNING && resources.length <= MAX_RESOURCES)
    .map(template => ({ at: template, location: 'Resources', got: `${template.resources.length} resources` })),
};
