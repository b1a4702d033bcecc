import { imported, isProperties, knownList, partialText, referenced, UNKNOWN, UNKNOWN_PART } from './known-value';
import { Template, TemplateResource } from './template';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/** `com.amazonaws.vpce.<region>.vpce-svc-<id>`, with another prefix in some partitions, as far as it is known. AWS's own services have no `vpce`. */
const ENDPOINT_SERVICE_NAME = /^(?:[a-z0-9-]+\.)+vpce\.([^.]+)\.(?:vpce-svc-|\0)/;

/** What lies before and behind PrivateLink in all templates together. */
export class Landscape {
  public constructor(public readonly templates: readonly Template[]) {}

  public ofType(type: string): TemplateResource[] {
    return this.templates.flatMap(template => template.ofType(type));
  }

  /** What a value of a resource refers to, also in another stack; undefined where that is not in the templates. */
  public target({ template }: { readonly template: Template }, value: unknown): TemplateResource | undefined {
    const logicalId = referenced(value);
    if (logicalId !== undefined) {
      return template.find(logicalId);
    }
    const name = imported(value);
    // Names of exports are unique in an environment only.
    const exporters = name === undefined ? [] : this.templates
      .filter(other => other.exports.has(name) && other.artifact.environment === template.artifact.environment);
    return exporters.length === 1 ? exporters[0].find(referenced(exporters[0].exports.get(name!))) : undefined;
  }

  public endpointServices(): TemplateResource[] {
    return this.ofType('AWS::EC2::VPCEndpointService');
  }

  public loadBalancers(): TemplateResource[] {
    const behind = this.endpointServices().flatMap(service => {
      const arns = knownList(service.properties.NetworkLoadBalancerArns);
      return arns === UNKNOWN ? [] : arns.map(arn => this.target(service, arn));
    });
    return this.ofType(LOAD_BALANCER).filter(loadBalancer => behind.includes(loadBalancer));
  }

  public listeners(loadBalancer?: TemplateResource): TemplateResource[] {
    const loadBalancers = loadBalancer ? [loadBalancer] : this.loadBalancers();
    return this.ofType(LISTENER).filter(listener => loadBalancers.includes(this.target(listener, listener.properties.LoadBalancerArn)!));
  }

  public targetGroups(loadBalancer?: TemplateResource): TemplateResource[] {
    const forwardedTo = this.listeners(loadBalancer).flatMap(listener => {
      const actions = knownList(listener.properties.DefaultActions);
      return actions === UNKNOWN ? [] : actions.flatMap(targetGroupArns).map(arn => this.target(listener, arn));
    });
    return this.ofType(TARGET_GROUP).filter(targetGroup => forwardedTo.includes(targetGroup));
  }

  /** The templates with an end of a PrivateLink connection; how large the others are is not a matter of the mesh. */
  public meshTemplates(): Template[] {
    const ends = [...this.endpointServices(), ...this.serviceEndpoints()].map(({ template }) => template);
    return this.templates.filter(template => ends.includes(template));
  }

  /** Every interface endpoint, those of AWS's own services included. */
  public interfaceEndpoints(): TemplateResource[] {
    return this.ofType('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface');
  }

  /** The interface endpoints for endpoint services that are not AWS's own. */
  public serviceEndpoints(): TemplateResource[] {
    return this.interfaceEndpoints().filter(endpoint => ENDPOINT_SERVICE_NAME.test(partialText(endpoint.properties.ServiceName)));
  }
}

/** The region in the name of an endpoint's service, where it is known. */
export function regionOfService({ properties }: TemplateResource): string | undefined {
  const region = ENDPOINT_SERVICE_NAME.exec(partialText(properties.ServiceName))?.[1];
  return region === undefined || region.includes(UNKNOWN_PART) ? undefined : region;
}

function targetGroupArns(action: unknown): unknown[] {
  if (!isProperties(action)) {
    return [];
  }
  const weighted = isProperties(action.ForwardConfig) ? knownList(action.ForwardConfig.TargetGroups) : [];
  return [action.TargetGroupArn, ...weighted === UNKNOWN ? [] : weighted.map(target => isProperties(target) ? target.TargetGroupArn : undefined)];
}
