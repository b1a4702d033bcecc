/**
 * The first baseline: what somebody who knows the CDK well would write for these clusters without the library.
 *
 * It checks nothing, and has no options that the clusters do not need.
 */
import { Annotations, CfnOutput, CfnResource, Duration, Fn, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { InterfaceVpcEndpointTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct, IConstruct } from 'constructs';
import { cdkApp } from './cdk-app';
import { ClusterParameters, DNS_ZONE, MESH_ID } from './cluster-parameters';

export function writeHandWrittenStacks(clusters: ClusterParameters[], outdir: string): void {
  const app = cdkApp(outdir);
  const providers = clusters.map(cluster => new ProviderStack(app, cluster, clusters.filter(other => other !== cluster)));
  for (const cluster of clusters) {
    new ConsumerStack(app, cluster, providers.filter(provider => provider.cluster !== cluster));
  }
  app.synth();
}

class ProviderStack extends Stack {
  constructor(scope: Construct, public readonly cluster: ClusterParameters, consumers: ClusterParameters[]) {
    const { name, account, region } = cluster;
    super(scope, `${name}-provider`, {
      env: { account, region },
      stackName: `${MESH_ID}-${name}-provider`,
      description: `East-west endpoint service of cluster ${name} in mesh ${MESH_ID}`,
    });
    const eastWest = new Construct(this, 'EastWest');
    const targetGroupName = `${MESH_ID}-${name}-ew`;
    const vpc = importVpc(this, cluster);
    const pods = ec2.SecurityGroup.fromSecurityGroupId(this, 'Pods', cluster.podSecurityGroupId);
    const securityGroup = new ec2.SecurityGroup(eastWest, 'SecurityGroup', {
      vpc,
      description: 'Network load balancer before the east-west gateway',
      allowAllOutbound: false,
    });
    for (const [port, description] of [
      [15443, 'Mesh traffic from the load balancer to the east-west gateway'],
      [15021, 'Health checks of the east-west gateway'],
    ] as const) {
      securityGroup.addEgressRule(ec2.Peer.securityGroupId(cluster.podSecurityGroupId), ec2.Port.tcp(port), description);
      pods.addIngressRule(securityGroup, ec2.Port.tcp(port), description);
    }

    const targetGroup = new elbv2.NetworkTargetGroup(eastWest, 'TargetGroup', {
      targetGroupName,
      vpc,
      port: 15443,
      protocol: elbv2.Protocol.TCP,
      targetType: elbv2.TargetType.IP,
      preserveClientIp: false,
      proxyProtocolV2: false,
      crossZoneEnabled: true,
      deregistrationDelay: Duration.seconds(60),
      connectionTermination: true,
      healthCheck: {
        protocol: elbv2.Protocol.HTTP,
        port: '15021',
        path: '/healthz/ready',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
      },
    });
    const loadBalancer = new elbv2.NetworkLoadBalancer(eastWest, 'LoadBalancer', {
      vpc,
      internetFacing: false,
      crossZoneEnabled: true,
      deletionProtection: false,
      securityGroups: [securityGroup],
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
    });
    const listener = loadBalancer.addListener('Listener', {
      port: 15443,
      protocol: elbv2.Protocol.TCP,
      tcpIdleTimeout: Duration.seconds(350),
      defaultTargetGroups: [targetGroup],
    });
    const otherRegions = [...new Set(consumers.map(consumer => consumer.region))].filter(other => other !== region).sort();
    const service = new ec2.VpcEndpointService(eastWest, 'Service', {
      vpcEndpointServiceLoadBalancers: [loadBalancer],
      acceptanceRequired: false,
      allowedPrincipals: [...new Set(consumers.map(consumer => consumer.account))].sort().map(other => new iam.ArnPrincipal(`arn:aws:iam::${other}:root`)),
      allowedRegions: otherRegions.length > 0 ? otherRegions : undefined,
    });
    service.node.addDependency(listener);
    skipInCheckov(loadBalancer.node.defaultChild, 'CKV_AWS_91',
      'A network load balancer writes access logs of TLS listeners only; this one passes mesh TLS through on a TCP listener, and the gateway logs it. ' +
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html');
    skipInCheckov(service.node.findChild('Service'), 'CKV_AWS_123',
      'Only the consumers\' principals, which the permissions of the service name exactly, can create endpoints; accepting each by hand would only repeat that.');

    const foreign = consumers.filter(consumer => consumer.account !== account);
    for (const consumerAccount of new Set(foreign.map(consumer => consumer.account))) {
      this.createOutputReader(consumerAccount, foreign.filter(consumer => consumer.account === consumerAccount));
    }
    new CfnOutput(this, 'EndpointServiceId', {
      value: service.vpcEndpointServiceId,
      description: `Id of the endpoint service of cluster ${name}`,
      exportName: `${this.stackName}:EndpointServiceId`,
    });
    new CfnOutput(this, 'EndpointServiceName', {
      value: `com.amazonaws.vpce.${region}.${service.vpcEndpointServiceId}`,
      description: `Name by which consumers create endpoints to cluster ${name}`,
    });
    new CfnOutput(this, 'LoadBalancerSecurityGroupId', {
      value: securityGroup.securityGroupId,
      description: `Security group of the load balancer; the pods of the east-west gateway in cluster ${name} must let it in on TCP 15443 and 15021`,
    });
    new CfnOutput(this, 'TargetGroupName', {
      value: targetGroupName,
      description: `Target group that the TargetGroupBinding in cluster ${name} fills`,
    });
    tagStack(this, cluster);
    Tags.of(eastWest).add('Name', `${MESH_ID}-${name}-east-west`);
  }

  /** The name of the endpoint service, as the stack of a consumer reads it. */
  public endpointServiceNameFor(consumer: ClusterParameters): string {
    const { account, region } = this.cluster;
    let id: string;
    if (consumer.account !== account) {
      id = Fn.getStackOutput(this.stackName, 'EndpointServiceId', region, `arn:aws:iam::${account}:role/${this.outputReaderName(consumer.account)}`);
    } else if (consumer.region !== region) {
      id = Fn.getStackOutput(this.stackName, 'EndpointServiceId', region);
    } else {
      id = Fn.importValue(`${this.stackName}:EndpointServiceId`);
    }
    return `com.amazonaws.vpce.${region}.${id}`;
  }

  private outputReaderName(consumerAccount: string): string {
    return `${MESH_ID}-${this.cluster.name}-${this.cluster.region}-${consumerAccount}`;
  }

  private createOutputReader(consumerAccount: string, readers: ClusterParameters[]): void {
    const { account, region } = this.cluster;
    const executionRoles = new Set(readers.map(reader =>
      `arn:\${AWS::Partition}:iam::${consumerAccount}:role/cdk-hnb659fds-cfn-exec-role-${consumerAccount}-${reader.region}`));
    new iam.CfnRole(this, `OutputReader-${consumerAccount}`, {
      roleName: this.outputReaderName(consumerAccount),
      description: `Lets the stacks of consumers in account ${consumerAccount} read the outputs of stack ${this.stackName}`,
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: [...executionRoles].sort().map(arn => Fn.sub(arn)) } }],
      },
      policies: [{
        policyName: 'ReadOutputs',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{
            Effect: 'Allow',
            Action: 'cloudformation:DescribeStacks',
            Resource: `arn:aws:cloudformation:${region}:${account}:stack/${this.stackName}/*`,
          }],
        },
      }],
    });
  }
}

class ConsumerStack extends Stack {
  constructor(scope: Construct, cluster: ClusterParameters, providers: ProviderStack[]) {
    const { name, account, region } = cluster;
    super(scope, `${name}-consumer`, {
      env: { account, region },
      stackName: `${MESH_ID}-${name}-consumer`,
      description: `East-west endpoints of cluster ${name} in mesh ${MESH_ID}`,
    });
    const vpc = importVpc(this, cluster);
    const zone = new route53.PrivateHostedZone(this, 'HostedZone', {
      vpc,
      zoneName: DNS_ZONE,
      comment: `East-west endpoints of cluster ${name} in mesh ${MESH_ID}`,
    });
    for (const provider of providers) {
      const other = provider.cluster;
      const link = new Construct(this, other.name);
      const sharedZones = cluster.availabilityZoneIds.map(id => other.availabilityZoneIds.includes(id));
      const securityGroup = new ec2.SecurityGroup(link, 'SecurityGroup', {
        vpc,
        description: 'Interface endpoint for the east-west gateway of another cluster',
        allowAllOutbound: false,
      });
      securityGroup.addIngressRule(ec2.Peer.securityGroupId(cluster.podSecurityGroupId), ec2.Port.tcp(15443), 'Mesh traffic from the pods to the east-west gateway of another cluster');
      const endpoint = new ec2.InterfaceVpcEndpoint(link, 'Endpoint', {
        vpc,
        subnets: region === other.region ? { subnets: vpc.privateSubnets.filter((_, index) => sharedZones[index]) } : undefined,
        service: new ec2.InterfaceVpcEndpointService(provider.endpointServiceNameFor(cluster), 15443),
        privateDnsEnabled: false,
        open: false,
        securityGroups: [securityGroup],
        serviceRegion: region === other.region ? undefined : other.region,
      });
      new route53.ARecord(link, 'Record', {
        zone,
        recordName: `${other.name}.${DNS_ZONE}`,
        target: route53.RecordTarget.fromAlias(new InterfaceVpcEndpointTarget(endpoint)),
        comment: 'Interface endpoint for the east-west gateway of another cluster',
      });
      Tags.of(link).add('Name', `${MESH_ID}-${name}-to-${other.name}`);
      new CfnOutput(this, `EndpointDnsName-${other.name}`, {
        value: Fn.select(1, Fn.split(':', Fn.select(0, endpoint.vpcEndpointDnsEntries))),
        description: `DNS name of the endpoint for cluster ${other.name}`,
      });
      this.addDependency(provider);
    }
    tagStack(this, cluster);
  }
}

function importVpc(stack: Stack, { vpcId, availabilityZones, subnetIds }: ClusterParameters): ec2.IVpc {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId, availabilityZones, privateSubnetIds: subnetIds });
  Annotations.of(vpc).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId', 'nothing here needs the route tables of the subnets');
  return vpc;
}

function skipInCheckov(resource: IConstruct | undefined, id: string, comment: string): void {
  (resource as CfnResource).addMetadata('checkov', { skip: [{ id, comment }] });
}

function tagStack(stack: Stack, { name }: ClusterParameters): void {
  Tags.of(stack).add('istio-privatelink/mesh', MESH_ID);
  Tags.of(stack).add('istio-privatelink/cluster', name);
}
