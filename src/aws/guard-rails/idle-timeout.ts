import { KnownText, attribute } from './known-value';
import { TemplateResource } from './template';

/** Elastic Load Balancing's default, in seconds. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html */
export const DEFAULT_IDLE_TIMEOUT = 350;

export function idleTimeout({ properties }: TemplateResource): KnownText {
  return attribute(properties.ListenerAttributes, 'tcp.idle_timeout.seconds');
}
