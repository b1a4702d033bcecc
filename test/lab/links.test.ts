/**
 * The link is what the stacks declare, and nothing else: each part of it is broken once, in the AWS API or in the declaration, and the guide's call
 * fails; put right, it works again.
 */
import { CallResult } from './guide/calls';
import { TWO_CLUSTERS } from './lab-plan';
import { connectFromPod } from './live/connect-from-pod';
import { deployedLink, environmentOf, inboundRules } from './live/deployed';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { callText, GUIDE_ANSWER, GUIDE_CALLER, guideCall, untilGuideCallAnswered } from './live/guide-call';
import { forgetLinkConnections, linkOf } from './live/link-connections';
import { untilLinks } from './private-link/private-link';
import { LinkStatus } from './private-link/status';
import { useLab } from './use-lab';
import { AwsApi } from '../aws-api/aws-api';

/** The name by which cluster1 finds cluster2, and istiod the addresses of the other network's gateway. */
const GATEWAY = 'gateway.gateway.networking.k8s.io/istio-remote-cluster2';

/** Checks that follow each other as fast as a network load balancer lets them. */
const FAST_CHECKS = { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2, UnhealthyThresholdCount: 2, HealthyThresholdCount: 2 };

const TIMED_OUT = /timed out/;

const lab = useLab(TWO_CLUSTERS);

// Also what a test that failed left broken is noticed here, and not taken for what the next one broke.
beforeEach(expectAnswer);

describe('the call fails', () => {
  test('with the listener on another port', async () => {
    const { listener: { ListenerArn } } = await deployed();
    await broken(
      async () => aws('elbv2', 'modify_listener', { ListenerArn, Port: 15444 }),
      async () => aws('elbv2', 'modify_listener', { ListenerArn, Port: 15443 }),
      ({ reason, ports }) => !ports.includes(15443) && reason?.includes('15444') === true);
  });

  test('without the consumer among the principals', async () => {
    const { endpointService: { ServiceId, AllowedPrincipals } } = await deployed();
    await broken(
      async () => aws('ec2', 'modify_vpc_endpoint_service_permissions', { ServiceId, RemoveAllowedPrincipals: AllowedPrincipals }),
      async () => aws('ec2', 'modify_vpc_endpoint_service_permissions', { ServiceId, AddAllowedPrincipals: AllowedPrincipals }),
      ({ reason }) => reason?.includes('is not among the allowed principals') === true);
  });

  test.each([
    ['endpoint', 'cluster1', async () => (await deployed()).endpoint.Groups[0]!.GroupId],
    ['pods', 'cluster2', async () => lab().plan.landscape.cluster2!.podSecurityGroupId!],
  ])('without the rule of the security group of the %s', async (_, cluster, find) => {
    const environment = environmentOf(lab(), cluster);
    const GroupId = await find();
    const IpPermissions = await inboundRules(lab(), environment, GroupId, 15443);
    expect(IpPermissions).toHaveLength(1);
    await broken(
      async () => lab().api.call(environment, 'ec2', 'revoke_security_group_ingress', { GroupId, IpPermissions }),
      async () => lab().api.call(environment, 'ec2', 'authorize_security_group_ingress', { GroupId, IpPermissions }),
      ({ reason }) => reason?.includes(GroupId) === true);
  });

  test('without the record that leads to the endpoint', async () => {
    const { hostedZone: { Id, Records } } = await deployed();
    const record = Records.find(({ Name }) => Name === 'cluster2.mesh.internal.')!;
    expect(record.AliasTarget).toBeDefined();
    const change = async (Action: string) => lab().api.call(environmentOf(lab(), 'cluster1'), 'route53', 'change_resource_record_sets', {
      HostedZoneId: Id, ChangeBatch: { Changes: [{ Action, ResourceRecordSet: record }] },
    });
    await broken(
      async () => {
        await change('DELETE');
        await untilLinks('the name is gone', ({ links }) => links.find(({ consumer }) => consumer === 'cluster1')!.names.length === 0);
        await untilNode('does not know the name', false);
        await resolveAgain();
      },
      async () => {
        await change('CREATE');
        await untilNode('knows the name', true);
        await resolveAgain();
      },
      // The way is there, and nobody finds it.
      ({ names, reason }) => names.length === 0 && reason === undefined, /^connected$/);
  });

  test('with a wrong range of pods in the declaration', async () => {
    const { app } = lab();
    // That of the subnets, where the nodes' interfaces are on other clusters: the pods of these have addresses elsewhere in the VPC.
    const wrong = (source: string) => source.replace("podSecurityGroupIds: ['sg-0a111111111111111']", "podCidrs: ['10.10.0.0/24']");
    await broken(
      async () => {
        await app.synthesize(wrong);
        await app.deploy('--all');
      },
      async () => {
        await app.synthesize(lab().plan.change);
        await app.deploy('--all');
      },
      ({ reason }) => reason === undefined);
  });
});

test.each([
  ['path', { HealthCheckPath: '/not-there' }],
  ['port', { HealthCheckPort: '15022' }],
])('a health check of a wrong %s makes all gateways unhealthy, and the load balancer fails open', async (_, wrong) => {
  const { targetGroup } = await deployed();
  const { TargetGroupArn, HealthCheckPath, HealthCheckPort } = targetGroup;
  const as = Object.fromEntries(Object.keys(FAST_CHECKS).map(key => [key, targetGroup[key as keyof typeof FAST_CHECKS]]));
  try {
    await aws('elbv2', 'modify_target_group', { TargetGroupArn, ...FAST_CHECKS, ...wrong });
    await untilLink('has no healthy target', ({ targets }) => targets.length === 2 && targets.every(({ health }) => health === 'unhealthy'));
    // As AWS does it: a check that is wrong for all shows in the targets' health, and not in the calls.
    expect(linkOf('cluster1').targets.every(({ receives }) => receives)).toBe(true);
    await forgetLinkConnections('cluster1');
    expect(await untilGuideCallAnswered(lab())).toBe(GUIDE_ANSWER);
    evidence(`health check with ${JSON.stringify(wrong)}: ${linkOf('cluster1').targets.map(({ address, health }) => `${address} ${health}`).join(', ')}; still answered`);
    // A target that is new has no health yet, and gets nothing: the gateways that a rollout brings are not reached for as long.
    await aws('elbv2', 'modify_target_group', { TargetGroupArn, UnhealthyThresholdCount: 10 });
    await aws('elbv2', 'deregister_targets', { TargetGroupArn, Targets: linkOf('cluster1').targets.map(({ address, port }) => ({ Id: address, Port: port })) });
    await untilLink('has new targets', ({ reason }) => /has passed a health check yet/.test(reason ?? ''));
    const failed = await failingCall();
    const connection = await connectAnew();
    expect(connection).toContain('refused');
    evidence(`with targets that are new, the same check: ${linkOf('cluster1').reason!}: ${callText(failed)}; a new connection: ${connection}`);
  } finally {
    await aws('elbv2', 'modify_target_group', { TargetGroupArn, HealthCheckPath, HealthCheckPort, ...FAST_CHECKS });
    await untilLink('has healthy targets', ({ targets }) => targets.some(({ health }) => health === 'healthy'));
    await aws('elbv2', 'modify_target_group', { TargetGroupArn, ...as });
  }
});

/** Breaks the link, shows that the guide's call fails, and puts it right. */
async function broken(
  breakIt: () => Promise<unknown>, putRight: () => Promise<unknown>, isBroken: (link: LinkStatus) => boolean, connects: RegExp = TIMED_OUT,
): Promise<void> {
  try {
    await breakIt();
    await untilLink('is broken', isBroken);
    const failed = await failingCall();
    const connection = await connectAnew();
    expect(connection).toMatch(connects);
    evidence(`${expect.getState().currentTestName}: ${linkOf('cluster1').reason ?? 'the way is open'}: ${callText(failed)}; a new connection: ${connection}`);
  } finally {
    await putRight();
  }
  await untilLinks('all links are whole', ({ links }) => links.length === 2 && links.every(({ reason, names }) => reason === undefined && names.length > 0));
  await expectAnswer();
}

/** The guide's call over a new connection: the proxy has open ones, and each call that fails costs it one. */
async function failingCall(): Promise<CallResult> {
  await forgetLinkConnections('cluster1');
  return eventually('the call fails', async () => guideCall(lab()), ({ status }) => status !== 200, 90_000);
}

/** Whether a client that has no connection yet gets one: whatever the proxy does, its calls cannot do better. */
async function connectAnew(): Promise<string> {
  const { cluster, namespace, workload } = GUIDE_CALLER;
  return connectFromPod(lab(), cluster, namespace, workload, linkOf(cluster).addresses[0]!, 15443);
}

/** istiod looks again for the address of a gateway when the record's time is over, which is a minute; and at once when the Gateway is new. */
async function resolveAgain(): Promise<void> {
  const cluster1 = lab().cluster('cluster1');
  await cluster1.kubectl(['delete', '-n', 'istio-system', GATEWAY, '--ignore-not-found']);
  await cluster1.kubectl(['apply', '-f', lab().bundle('cluster1', '40-remote-cluster2.yaml')]);
}

/** Until cluster DNS says so, as istiod will hear it. */
async function untilNode(what: string, isKnown: boolean): Promise<void> {
  await eventually(`a pod ${what}`, async () => lab().cluster('cluster1').tryKubectl([
    'exec', '-n', 'cluster1-webserver', 'deploy/api', '-c', 'istio-proxy', '--', 'getent', 'ahostsv4', 'cluster2.mesh.internal',
  ]), ({ exitCode }) => (exitCode === 0) === isKnown);
}

async function expectAnswer(): Promise<void> {
  expect(await connectAnew()).toBe('connected');
  expect(await untilGuideCallAnswered(lab())).toBe(GUIDE_ANSWER);
}

async function deployed() {
  return deployedLink(lab(), 'cluster1', 'cluster2');
}

/** Of the provider. */
async function aws(...call: [service: string, operation: string, parameters: object]): ReturnType<AwsApi['call']> {
  return lab().api.call(environmentOf(lab(), 'cluster2'), ...call);
}

async function untilLink(what: string, isSo: (link: LinkStatus) => boolean): Promise<void> {
  await untilLinks(`the link ${what}`, ({ links }) => links.some(link => link.consumer === 'cluster1' && isSo(link)), 90_000);
}
