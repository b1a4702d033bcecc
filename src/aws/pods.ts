import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { acknowledge } from './acknowledge';
import { ipv4Range } from '../mesh/ipv4-range';

/** Where the pods of a cluster are: what a rule of a security group can name. */
export interface Pods {
  readonly vpc: ec2.IVpc;
  readonly podSecurityGroups?: ec2.ISecurityGroup[];
  readonly podCidrs?: string[];
}

/** Lets `group` reach the pods on `port`, and the pods take it in where their security groups are known. */
export function allowToPods(group: ec2.ISecurityGroup, pods: Pods, port: ec2.Port, description: string): void {
  for (const peer of podPeers(pods)) {
    group.addEgressRule(peer, port, description);
  }
  for (const podGroup of pods.podSecurityGroups ?? []) {
    podGroup.addIngressRule(peerFor(podGroup, group), port, description, true);
  }
}

/** Lets the pods reach `group` on `port`, and only them. */
export function allowFromPods(group: ec2.ISecurityGroup, pods: Pods, port: ec2.Port, description: string): void {
  const peers = podPeers(pods);
  for (const peer of peers) {
    group.addIngressRule(peer, port, description);
  }
  if (peers.some(peer => Token.isUnresolved(peer.uniqueId))) {
    // cdk-nag reports what it cannot read as if it were the whole internet.
    acknowledge(group, {
      cdkNag: 'AwsSolutions-EC23',
      reason: 'The group lets in the security groups and ranges of the pods, or the range of the VPC, and at least one of them is known at deployment only.',
    });
  }
  for (const podGroup of pods.podSecurityGroups ?? []) {
    podGroup.addEgressRule(peerFor(podGroup, group), port, description, true);
  }
}

/** Neither security groups nor ranges: the pods can be anywhere in the VPC. */
function podPeers({ vpc, podSecurityGroups = [], podCidrs = [] }: Pods): ec2.IPeer[] {
  const groups = podSecurityGroups.map(group => ec2.Peer.securityGroupId(group.securityGroupId));
  const ranges = podCidrs.map(cidr => ec2.Peer.ipv4(Token.isUnresolved(cidr) ? cidr : ipv4Range(cidr, 'pod range')));
  return groups.length + ranges.length > 0 ? [...groups, ...ranges] : [ec2.Peer.ipv4(cidrOf(vpc))];
}

function cidrOf(vpc: ec2.IVpc): string {
  try {
    return vpc.vpcCidrBlock;
  } catch {
    throw new Error(`the range of VPC "${vpc.node.path}" is not known, and nothing else says where its pods are: ` +
      'give podSecurityGroups or podCidrs, or import the VPC with vpcCidrBlock');
  }
}

/**
 * The logical id of a rule holds the path of a peer that is a construct. By its id alone the peer leaves no trace there: a stack that moves in the
 * construct tree would otherwise create each rule a second time before it deletes the first, which EC2 refuses as a duplicate.
 * Across stacks the construct is needed, so that the rule lands in the stack of `group` and the stacks do not depend on each other in a circle.
 */
function peerFor(podGroup: ec2.ISecurityGroup, group: ec2.ISecurityGroup): ec2.IPeer {
  return Stack.of(podGroup) === Stack.of(group) ? ec2.Peer.securityGroupId(group.securityGroupId) : group;
}
