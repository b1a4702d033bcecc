import { AwsApi, Environment } from './aws-api';
import { CdkApp, withLines } from './cdk-app';
import { deleteUndeclared, expectUntouched, Inventories, review } from './change-set-review';
import { declareCluster } from './declare-cluster';
import { expectDeployed } from './expect-deployed';
import { expectSecrets } from './expect-secrets';
import { inventories, secretInventory } from './inventory';
import { AUDIT_CLUSTER, LANDSCAPES } from './landscape';
import { SECRET_TAMPERINGS } from './secret-tamperings';

const PAYMENTS: Environment = LANDSCAPES['external-secrets'].payments;
const REPORTING: Environment = LANDSCAPES['external-secrets'].reporting;
const AUTHORITY = 'istio-privatelink/vault/payments/cacerts';
const TOKEN = 'istio-privatelink/vault/payments/readers/reporting/token';

const { account, roleName } = AUDIT_CLUSTER;
const ADD_READER = `${declareCluster('audit', AUDIT_CLUSTER, `externalSecrets: ExternalSecrets.withOperatorRole({ roleArn: 'arn:aws:iam::${account}:role/${roleName}' })`)}
audit.consume(payments, { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }) });`;

// Each test goes on from what the one before it left.
describe('external-secrets', () => {
  let api: AwsApi;
  let app: CdkApp;
  let before: Inventories;

  beforeAll(async () => {
    api = await AwsApi.start({ ...LANDSCAPES['external-secrets'], audit: AUDIT_CLUSTER });
    app = new CdkApp(api, 'external-secrets');
    await Promise.all([app.bootstrap(), app.synthesize()]);
    before = await inventories(api);
  });

  afterAll(async () => {
    app?.remove();
    await api?.stop();
  });

  const valueOf = async (SecretId: string) => (await api.call(PAYMENTS, 'secretsmanager', 'get_secret_value', { SecretId })).SecretString;
  const put = (SecretId: string, SecretString: string) => api.call(PAYMENTS, 'secretsmanager', 'put_secret_value', { SecretId, SecretString });

  test('deploys all that the mesh declares, and nothing else', async () => {
    await app.deploy('--all', '--concurrency', '10');
    await expectDeployed(api, app.mesh);
    await expectSecrets(api, app);
  });

  test('differs in nothing from what it deployed', async () => {
    expect(await app.diff()).toMatchObject({ exitCode: 0, output: expect.stringContaining('Number of stacks with differences: 0') });
  });

  test('the secrets are empty until somebody fills them', async () => {
    for (const name of [AUTHORITY, TOKEN]) {
      await expect(valueOf(name)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
      await put(name, `value of ${name}`);
    }
    await expectSecrets(api, app);
  });

  test.each(SECRET_TAMPERINGS)('$what is noticed', async ({ service, operation, parameters, undo }) => {
    const { secrets, keys } = await secretInventory(api, PAYMENTS);
    const found = { authority: secrets![AUTHORITY], token: secrets![TOKEN], key: Object.values(keys!)[0] };
    await api.call(PAYMENTS, service, operation, parameters(found));
    await expect(expectSecrets(api, app)).rejects.toThrow(/^expect\(/);
    await api.call(PAYMENTS, service, undo[0], undo[1](found));
    await expectSecrets(api, app);
  });

  test('a policy names only roles that exist, and not everybody', async () => {
    const policy = (AWS: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: '*', Resource: '*' }] });
    const nobody = policy('arn:aws:iam::222222222222:role/nobody');
    const onSecret = (ResourcePolicy: string) =>
      api.call(PAYMENTS, 'secretsmanager', 'put_resource_policy', { SecretId: AUTHORITY, ResourcePolicy, BlockPublicPolicy: true });
    await expect(onSecret(nobody)).rejects.toMatchObject({ code: 'MalformedPolicyDocumentException' });
    await expect(onSecret(policy('*'))).rejects.toMatchObject({ code: 'PublicPolicyException' });
    await expect(api.call(PAYMENTS, 'kms', 'create_key', { Policy: nobody })).rejects.toMatchObject({ code: 'MalformedPolicyDocumentException' });
    await expectSecrets(api, app);
  });

  test('a higher tokenRevision is nothing to AWS: the new token goes into the secret that there is', async () => {
    await app.synthesize(source => {
      const raised = source.replace('tokenRevision: 2', 'tokenRevision: 3');
      expect(raised).not.toBe(source);
      return raised;
    });
    expect(await app.diff()).toMatchObject({ exitCode: 0, output: expect.stringContaining('Number of stacks with differences: 0') });
  });

  test('a reader more changes the policy of the key, and touches no secret, key, load balancer, service or endpoint', async () => {
    const deployed = await inventories(api);
    await app.synthesize(withLines(ADD_READER));
    expect(await review(api, app)).toEqual({
      'vault-audit-consumer': ['Add AWS::EC2::SecurityGroup', 'Add AWS::EC2::VPCEndpoint', 'Add AWS::Route53::HostedZone', 'Add AWS::Route53::RecordSet'],
      'vault-audit-secrets': ['Add AWS::IAM::RolePolicy'],
      'vault-payments-provider': ['Add AWS::IAM::Role', 'Modify AWS::EC2::VPCEndpointServicePermissions without replacement'],
      'vault-payments-secrets': [
        'Add AWS::SecretsManager::ResourcePolicy', 'Add AWS::SecretsManager::Secret', 'Modify AWS::KMS::Key without replacement',
      ],
    });
    await expectDeployed(api, app.mesh);
    await expectSecrets(api, app);
    await expectUntouched(api, deployed, {});
    expect([await valueOf(AUTHORITY), await valueOf(TOKEN)]).toEqual([`value of ${AUTHORITY}`, `value of ${TOKEN}`]);
  });

  test('a reader less: only its secret goes', async () => {
    const [deployed, declared] = [await inventories(api), app.stacks];
    await app.synthesize();
    expect(await review(api, app)).toEqual({
      'vault-payments-provider': ['Modify AWS::EC2::VPCEndpointServicePermissions without replacement', 'Remove AWS::IAM::Role'],
      'vault-payments-secrets': [
        'Modify AWS::KMS::Key without replacement', 'Remove AWS::SecretsManager::ResourcePolicy', 'Remove AWS::SecretsManager::Secret',
      ],
    });
    expect((await deleteUndeclared(api, app, declared)).sort()).toEqual(['vault-audit-consumer', 'vault-audit-secrets']);
    await expectDeployed(api, app.mesh);
    await expectSecrets(api, app);
    await expectUntouched(api, deployed, { secrets: 1, endpoints: 1, networkInterfaces: 2, hostedZones: 1 });
  });

  test('leaves the certificate authorities with their keys, and nothing else', async () => {
    const deployed = await inventories(api);
    await app.destroy('--all', '--concurrency', '10');
    const left = await inventories(api);
    for (const environment of [PAYMENTS, REPORTING].map(each => `${each.account} ${each.region}`)) {
      const { secrets, keys } = deployed[environment]!;
      const [name] = Object.keys(secrets!).filter(each => each.endsWith('/cacerts'));
      // Not scheduled for deletion, and still encrypted with a key that lives; only the resource policy went with the stack.
      const { ResourcePolicy: _policy, ...authority } = secrets![name!];
      expect(left[environment]!.secrets).toEqual({ [name!]: authority });
      expect(left[environment]!.keys).toEqual(keys);
      expect(keys).toEqual({ [authority.KmsKeyId]: expect.objectContaining({ KeyState: 'Enabled' }) });
      before = { ...before, [environment]: { ...before[environment]!, secrets: left[environment]!.secrets!, keys: keys! } };
    }
    expect(left).toEqual(before);
    expect(await valueOf(AUTHORITY)).toBe(`value of ${AUTHORITY}`);
    // Without a recovery window: there is nothing to restore.
    await expect(api.call(PAYMENTS, 'secretsmanager', 'restore_secret', { SecretId: TOKEN })).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  test('is not deployed over the certificate authorities that stayed', async () => {
    const { id } = app.stacks.find(({ name }) => name === 'vault-payments-secrets')!;
    expect(await app.refusedDeployment('--exclusively', id)).toContain(`the secret ${AUTHORITY} already exists`);
    expect(await valueOf(AUTHORITY)).toBe(`value of ${AUTHORITY}`);
    expect(Object.keys((await secretInventory(api, PAYMENTS)).secrets!)).toEqual([AUTHORITY]);
  });
});

describe('external-secrets, where a deployment fails', () => {
  let api: AwsApi;
  let app: CdkApp;

  beforeAll(async () => {
    api = await AwsApi.start(LANDSCAPES['external-secrets']);
    app = new CdkApp(api, 'external-secrets');
    await Promise.all([app.bootstrap(), app.synthesize()]);
  });

  afterAll(async () => {
    app?.remove();
    await api?.stop();
  });

  test('the first one leaves nothing that the next one would find', async () => {
    const { id } = app.stacks.find(({ name }) => name === 'vault-payments-secrets')!;
    await api.call(PAYMENTS, 'secretsmanager', 'create_secret', { Name: TOKEN, SecretString: 'of somebody else' });
    expect(await app.refusedDeployment('--exclusively', id)).toContain(`the secret ${TOKEN} already exists`);
    await api.call(PAYMENTS, 'secretsmanager', 'delete_secret', { SecretId: TOKEN, ForceDeleteWithoutRecovery: true });
    const { secrets, keys } = await secretInventory(api, PAYMENTS);
    expect(secrets).toEqual({});
    // AWS deletes no key at once.
    expect(Object.values(keys!).map(({ KeyState }) => KeyState)).toEqual(['PendingDeletion']);
    await app.deploy('--exclusively', id);
  });
});
