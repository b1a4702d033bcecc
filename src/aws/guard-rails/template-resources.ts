import { GuardRail, GuardRailSeverity } from './guard-rail';

/** CloudFormation's quota for one template. */
export const MAX_RESOURCES = 500;

export const templateResources: GuardRail = {
  id: 'GR-18',
  severity: GuardRailSeverity.ERROR,
  what: 'A template of the mesh has more resources than CloudFormation takes.',
  limit: '500 resources',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  fix: 'Link fewer clusters with this one, or split the mesh or the stack.',
  breaches: landscape => landscape.meshTemplates()
    .filter(({ resources }) => resources.length > MAX_RESOURCES)
    .map(template => ({ at: template, location: 'Resources', got: `${template.resources.length} resources` })),
};
