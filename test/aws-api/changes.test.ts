import { AwsApi } from './aws-api';
import { CdkApp, withLines } from './cdk-app';
import { deleteUndeclared, expectUntouched, Inventories, review } from './change-set-review';
import { declareCluster } from './declare-cluster';
import { expectDeployed } from './expect-deployed';
import { inventories } from './inventory';
import { LANDSCAPES, THIRD_CLUSTER } from './landscape';

const ADD_CLUSTER = `${declareCluster('cluster3', THIRD_CLUSTER)}
cluster3.exportService({ namespace: 'cluster3-webserver', name: 'api', ports: [ServicePort.http(80)], serviceAccount: 'api' });
cluster3.consume(cluster1, { mode: LinkMode.discovery() });`;
const ADD_LINK = 'cluster2.consume(cluster3, { mode: LinkMode.discovery() });';

// Each test deploys upon what the one before it left.
describe('two-clusters', () => {
  let api: AwsApi;
  let app: CdkApp;
  let before: Inventories;
  let beforeAnything: Inventories;

  beforeAll(async () => {
    api = await AwsApi.start({ ...LANDSCAPES['two-clusters'], cluster3: THIRD_CLUSTER });
    app = new CdkApp(api, 'two-clusters');
    await Promise.all([app.bootstrap(), app.synthesize()]);
    beforeAnything = await inventories(api);
    await app.deploy('--all');
  });

  beforeEach(async () => {
    before = await inventories(api);
  });

  afterAll(async () => {
    app?.remove();
    await api?.stop();
  });

  test('a third cluster that calls the first', async () => {
    await app.synthesize(withLines(ADD_CLUSTER));
    expect(await review(api, app)).toEqual({
      'demo-cluster1-provider': ['Add AWS::IAM::Role', 'Modify AWS::EC2::VPCEndpointServicePermissions without replacement'],
      'demo-cluster3-consumer': ['Add AWS::EC2::SecurityGroup', 'Add AWS::EC2::VPCEndpoint', 'Add AWS::Route53::HostedZone', 'Add AWS::Route53::RecordSet'],
    });
    await expectDeployed(api, app.mesh);
    await expectUntouched(api, before, {});
  });

  test('a link more: the second cluster calls the third', async () => {
    await app.synthesize(withLines(ADD_CLUSTER, ADD_LINK));
    expect(await review(api, app)).toEqual({
      'demo-cluster2-consumer': ['Add AWS::EC2::SecurityGroup', 'Add AWS::EC2::VPCEndpoint', 'Add AWS::Route53::RecordSet'],
      'demo-cluster3-provider': [
        'Add AWS::EC2::SecurityGroup',
        'Add AWS::EC2::SecurityGroupIngress',
        'Add AWS::EC2::SecurityGroupIngress',
        'Add AWS::EC2::VPCEndpointService',
        'Add AWS::EC2::VPCEndpointServicePermissions',
        'Add AWS::ElasticLoadBalancingV2::Listener',
        'Add AWS::ElasticLoadBalancingV2::LoadBalancer',
        'Add AWS::ElasticLoadBalancingV2::TargetGroup',
        'Add AWS::IAM::Role',
      ],
    });
    await expectDeployed(api, app.mesh);
    await expectUntouched(api, before, {});
  });

  test('a link less: the second cluster no longer calls the third', async () => {
    const declared = app.stacks;
    await app.synthesize(withLines(ADD_CLUSTER));
    expect(await review(api, app)).toEqual({
      'demo-cluster2-consumer': ['Remove AWS::EC2::SecurityGroup', 'Remove AWS::EC2::VPCEndpoint', 'Remove AWS::Route53::RecordSet'],
    });
    expect(await deleteUndeclared(api, app, declared)).toEqual(['demo-cluster3-provider']);
    await expectDeployed(api, app.mesh);
    await expectUntouched(api, before, { endpoints: 1, networkInterfaces: 2, endpointServices: 1, loadBalancers: 1, listeners: 1, targetGroups: 1 });
  });

  test('a cluster less: the first two as they were', async () => {
    const declared = app.stacks;
    await app.synthesize();
    expect(await review(api, app)).toEqual({
      'demo-cluster1-provider': ['Modify AWS::EC2::VPCEndpointServicePermissions without replacement', 'Remove AWS::IAM::Role'],
    });
    expect(await deleteUndeclared(api, app, declared)).toEqual(['demo-cluster3-consumer']);
    await expectDeployed(api, app.mesh);
    await expectUntouched(api, before, { endpoints: 1, networkInterfaces: 2, hostedZones: 1 });
  });

  test('leaves the accounts as they were', async () => {
    expect(await app.diff()).toMatchObject({ exitCode: 0 });
    await app.destroy('--all');
    expect(await inventories(api)).toEqual(beforeAnything);
  });
});
