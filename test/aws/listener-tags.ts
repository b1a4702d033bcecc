import { Stack, TagManager } from 'aws-cdk-lib';
import { CfnListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { TemplateFile } from './synthesize';

/** Whether the CDK in use tags listeners: not in the release that the golden files are of, but in later ones. */
export const LISTENERS_TAKE_TAGS = TagManager.isTaggableV2(new CfnListener(new Stack(), 'Listener', { defaultActions: [], loadBalancerArn: 'arn' }));

/** The resources of a template as the CDK made them before it tagged listeners. What it puts there are the tags of the load balancer, or the test fails. */
export function withoutListenerTags({ Resources }: TemplateFile): TemplateFile['Resources'] {
  if (!LISTENERS_TAKE_TAGS) {
    return Resources;
  }
  return Object.fromEntries(Object.entries(Resources).map(([id, resource]) => {
    if (resource.Type !== 'AWS::ElasticLoadBalancingV2::Listener') {
      return [id, resource];
    }
    const { Tags: tags, ...properties } = resource.Properties!;
    expect(tags).toContainEqual({ Key: 'istio-privatelink/mesh', Value: expect.anything() });
    expect(tags).toEqual(Resources[properties.LoadBalancerArn.Ref].Properties!.Tags);
    return [id, { ...resource, Properties: properties }];
  }));
}
