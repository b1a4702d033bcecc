import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import { isAcknowledged } from './acknowledgement';
import { ALL_GUARD_RAILS } from './all-guard-rails';
import { Breach, GuardRail, GuardRailSettings, GuardRailSeverity } from './guard-rail';
import { Landscape } from './landscape';
import { MeshGuardRailsProps } from './mesh-guard-rails-props';
import { Template } from './template';

/**
 * Checks the templates of an app for what breaks or opens a mesh over PrivateLink, whoever wrote them: these constructs, others, or hands.
 *
 * Register it with `Validations.of(app).addPlugins(new MeshGuardRails())`; `cdk synth` prints what it finds, and fails when that is an error.
 * Some releases of the CDK CLI do neither unless the app is told to, with the context `@aws-cdk/core:failSynthOnValidationErrors`.
 * A rule that cannot know a value at synthesis says nothing. The ids are in docs/guard-rails.md; `Validations.of(construct).acknowledge()`
 * accepts one for a construct and all below it. Templates of nested stacks are not read.
 *
 * @example
 * Validations.of(app).addPlugins(new MeshGuardRails({ interfaceEndpointQuota: 100 }));
 */
export class MeshGuardRails implements IPolicyValidationPlugin {
  /** The name in the CDK's report. */
  public readonly name = 'MeshGuardRails';

  /** The ids of all rules. */
  public readonly ruleIds?: string[] = ALL_GUARD_RAILS.map(({ id }) => id);

  private readonly settings: GuardRailSettings;

  /**
   * @throws when the quota is not a positive whole number, or the keepalive time not a positive duration
   */
  public constructor(props: MeshGuardRailsProps = {}) {
    const { interfaceEndpointQuota = 50, keepaliveTime } = props;
    if (!Number.isInteger(interfaceEndpointQuota) || interfaceEndpointQuota < 1) {
      throw new Error(`interfaceEndpointQuota of ${interfaceEndpointQuota} is no quota: give the positive whole number that AWS shows for "Interface VPC endpoints per VPC"`);
    }
    const keepaliveSeconds = keepaliveTime?.toSeconds({ integral: false }) ?? 60;
    if (!(keepaliveSeconds > 0)) {
      throw new Error(`keepaliveTime of ${keepaliveSeconds} seconds is out of range: give the positive duration of meshConfig.tcpKeepalive.time`);
    }
    this.settings = { interfaceEndpointQuota, keepaliveSeconds };
  }

  /**
   * Called by the CDK when all templates are written.
   *
   * @throws when one of the files is not a CloudFormation template
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    // A stack of a stage is in the list of the stage and of the app, where both have the plugin.
    const landscape = new Landscape([...new Set(context.templatePaths)].sort().map(path => new Template(path)));
    const violations = ALL_GUARD_RAILS.flatMap(guardRail => guardRail.breaches(landscape, this.settings)
      .filter(({ at }) => !isAcknowledged(guardRail.id, at))
      .map(breach => violation(guardRail, breach)));
    return { success: violations.every(({ severity }) => severity !== GuardRailSeverity.ERROR), violations };
  }
}

function violation(guardRail: GuardRail, { at, location, got, limit = guardRail.limit }: Breach): PolicyViolation {
  const { id, severity, what, source, fix } = guardRail;
  return {
    ruleName: id,
    severity,
    description: `${what} Got: ${got}. Limit: ${limit}.`,
    fix,
    ruleMetadata: { got, limit, source },
    violatingResources: [violatingResource(at, location)],
  };
}

function violatingResource(at: Breach['at'], location: string): PolicyViolatingResource {
  if (at instanceof Template) {
    return { constructPath: at.artifact.stackPath, templatePath: at.path, locations: [location] };
  }
  return { resourceLogicalId: at.logicalId, templatePath: at.template.path, locations: [location] };
}
