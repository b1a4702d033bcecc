import { named, noToken, ValueName } from './dns-name';

const ELASTIC_LOAD_BALANCING_NAME = /^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/;

/**
 * The text itself, if Elastic Load Balancing takes it as the name of a load balancer or target group.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
export function elasticLoadBalancingName(value: string, name: ValueName): string {
  noToken(value, name);
  if (!ELASTIC_LOAD_BALANCING_NAME.test(value) || value.startsWith('internal-')) {
    throw new Error(`${named(name, value)} is not a name for Elastic Load Balancing: expected at most 32 letters, digits and hyphens, ` +
      'starting and ending with a letter or digit, not starting with "internal-"');
  }
  return value;
}
