import { objects, synth, Tree } from './synth';
import { GitOps } from '../../src/bundle';
import {
  CertificateAuthority, ClusterVpc, ExternalSecrets, LinkMode, Mesh, MeshCluster, MeshClusterProps, RemoteSecret,
} from '../../src/mesh';
import { cacertsSecretName, readerTokenSecretName } from '../../src/mesh/names';
import { resourcesOfType, synthesizeMesh } from '../aws/synthesize';
import { addCluster, exportApi, vpcAttributes } from '../mesh/meshes';

const ACCOUNTS: { readonly [cluster: string]: string } = { a: '111111111111', b: '222222222222', c: '111111111111' };
const REGIONS: { readonly [cluster: string]: string } = { a: 'eu-west-1', b: 'us-east-1', c: 'eu-west-1' };
const BY_EXTERNAL_SECRETS = { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets({ tokenRevision: 7 }) }) };

function externalSecrets(account: string): ExternalSecrets {
  return ExternalSecrets.withServiceAccount({ roleArn: `arn:aws:iam::${account}:role/mesh-secrets`, refreshMinutes: 15 });
}

/** Clusters a and c of one account and region, b of another. */
function clusters(props: Partial<MeshClusterProps> = {}): { mesh: Mesh; a: MeshCluster; b: MeshCluster; c: MeshCluster } {
  const mesh = new Mesh({ meshId: 'demo' });
  const [a, b, c] = ['a', 'b', 'c'].map(name => {
    const availabilityZones = [`${REGIONS[name]}a`, `${REGIONS[name]}b`];
    const cluster = addCluster(mesh, name, {
      account: ACCOUNTS[name],
      region: REGIONS[name],
      vpc: ClusterVpc.fromAttributes(vpcAttributes(name, { availabilityZones })),
      externalSecrets: externalSecrets(ACCOUNTS[name]),
      ...props,
    });
    exportApi(cluster);
    return cluster;
  });
  return { mesh, a, b, c };
}

const numbered = (tree: Tree, cluster: string) => Object.keys(tree).filter(path => new RegExp(`^${cluster}/\\d`).test(path)).map(path => path.slice(cluster.length + 1));
const kinds = (tree: Tree, path: string) => objects(tree, path).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('certificate authority', () => {
  function bundle(certificateAuthority: CertificateAuthority, props: Partial<MeshClusterProps> = {}): Tree {
    const { mesh, a, b, c } = clusters({ certificateAuthority, ...props });
    a.consume(b);
    a.consume(c);
    return synth(mesh);
  }

  test('from files: nothing in the bundle, also where External Secrets is there', () => {
    expect(numbered(bundle(CertificateAuthority.fromFiles()), 'a').filter(file => /ca|store/.test(file))).toEqual([]);
  });

  test('by cert-manager: a Certificate with the names of mesh, cluster and revision, and no store', () => {
    const tree = bundle(CertificateAuthority.certManager({ issuerName: 'root' }), { revision: 'canary' });
    expect(kinds(tree, 'a/10-ca.yaml')).toEqual(['Certificate cacerts']);
    expect(objects(tree, 'a/10-ca.yaml')[0].spec).toMatchObject({
      subject: { organizations: ['demo'], localities: ['a'] }, dnsNames: ['istiod.istio-system.svc', 'istiod-canary.istio-system.svc'],
    });
    expect(numbered(tree, 'a')).not.toContain('05-secret-store.yaml');
  });

  test('by External Secrets: from the cluster\'s own secret, in its region', () => {
    const tree = bundle(CertificateAuthority.externalSecrets());
    expect(kinds(tree, 'b/05-secret-store.yaml')).toEqual(['ServiceAccount istio-privatelink-secrets', 'SecretStore istio-privatelink-us-east-1']);
    const [{ spec }] = objects(tree, 'b/10-ca.yaml');
    expect(spec).toMatchObject({ refreshInterval: '15m', secretStoreRef: { name: 'istio-privatelink-us-east-1' } });
    expect(new Set(spec.data.map((entry: any) => entry.remoteRef.key))).toEqual(new Set([cacertsSecretName('demo', 'b')]));
  });

  test('the operator\'s own role needs no account', () => {
    const tree = bundle(CertificateAuthority.externalSecrets(), {
      account: '111111111111', externalSecrets: ExternalSecrets.withOperatorRole({ roleArn: 'arn:aws:iam::111111111111:role/external-secrets' }),
    });
    expect(kinds(tree, 'a/05-secret-store.yaml')).toEqual(['SecretStore istio-privatelink-eu-west-1']);
    expect(tree['a/05-secret-store.yaml']).not.toContain('role/');
  });
});

describe('remote secret by External Secrets', () => {
  function linked(): { mesh: Mesh; tree: Tree } {
    const { mesh, a, b, c } = clusters();
    a.consume(b, BY_EXTERNAL_SECRETS);
    a.consume(c, BY_EXTERNAL_SECRETS);
    b.consume(a);
    return { mesh, tree: synth(mesh) };
  }

  test('the provider pushes the token of a reader, and of no other', () => {
    const { tree } = linked();
    expect(kinds(tree, 'b/50-reader.yaml')).toEqual([
      'ServiceAccount istio-reader-a', 'ClusterRole istio-privatelink-reader-a', 'ClusterRoleBinding istio-privatelink-reader-a',
      'Secret istio-reader-a-token-7', 'ConfigMap istio-reader-a-policy', 'PushSecret istio-reader-a',
    ]);
    expect(kinds(tree, 'a/50-reader.yaml')).toEqual([
      'ServiceAccount istio-reader-b', 'ClusterRole istio-privatelink-reader-b', 'ClusterRoleBinding istio-privatelink-reader-b',
    ]);
    expect(numbered(tree, 'b')).not.toContain('60-remote-secrets.yaml');
  });

  test('stores where a cluster reads or pushes, each region once', () => {
    const { tree } = linked();
    expect(kinds(tree, 'a/05-secret-store.yaml').slice(1)).toEqual(['SecretStore istio-privatelink-eu-west-1', 'SecretStore istio-privatelink-us-east-1']);
    expect(kinds(tree, 'b/05-secret-store.yaml').slice(1)).toEqual(['SecretStore istio-privatelink-us-east-1']);
    expect(kinds(tree, 'c/05-secret-store.yaml').slice(1)).toEqual(['SecretStore istio-privatelink-eu-west-1']);
  });

  test('the consumer reads by name in its own account, by ARN in another, in the provider\'s region', () => {
    const [ofB, ofC] = objects(linked().tree, 'a/60-remote-secrets.yaml');
    expect(ofB.spec).toMatchObject({ refreshInterval: '15m', secretStoreRef: { name: 'istio-privatelink-us-east-1' } });
    expect(ofB.spec.data[0].remoteRef.key).toBe('arn:aws:secretsmanager:us-east-1:222222222222:secret:istio-privatelink/demo/b/readers/a/token');
    expect(ofC.spec.secretStoreRef.name).toBe('istio-privatelink-eu-west-1');
    expect(ofC.spec.data[0].remoteRef.key).toBe('istio-privatelink/demo/c/readers/a/token');
  });

  test('the kubeconfig leads to what the remote gateway names', () => {
    const { tree } = linked();
    const [gateway] = objects(tree, 'a/40-remote-b.yaml');
    expect(objects(tree, 'a/60-remote-secrets.yaml')[0].spec.target.template.data.b).toContain(`server: https://${gateway.spec.addresses[0].value}:15443\n`);
  });

  test('what one side pushes the other reads: place, and properties', () => {
    const { tree } = linked();
    const [push] = objects(tree, 'b/50-reader.yaml').filter(({ kind }) => kind === 'PushSecret');
    const [read] = objects(tree, 'a/60-remote-secrets.yaml');
    const name = readerTokenSecretName('demo', 'b', 'a');
    expect(push.spec.data.map((entry: any) => entry.match.remoteRef)).toEqual(read.spec.data.map(({ remoteRef }: any) => {
      expect(remoteRef.key.endsWith(`:secret:${name}`)).toBe(true);
      return { remoteKey: name, property: remoteRef.property };
    }));
    expect(push.spec.secretStoreRefs[0].name).toBe(read.spec.secretStoreRef.name);
  });

  test('the stack makes each secret that is pushed to or read, with the policy that the push names', () => {
    const { mesh, a, b, c } = clusters({ certificateAuthority: CertificateAuthority.externalSecrets() });
    a.consume(b, BY_EXTERNAL_SECRETS);
    c.consume(b, BY_EXTERNAL_SECRETS);
    mesh.connect(a, c, BY_EXTERNAL_SECRETS);
    const tree = synth(mesh);
    const { stacks } = synthesizeMesh(mesh);
    const pushed = mesh.clusters.flatMap(({ name, account, region }) => {
      const all = objects(tree, `${name}/50-reader.yaml`);
      return all.filter(({ kind }) => kind === 'PushSecret').map(({ spec: { data: [{ match, metadata }] } }) => {
        const { policySourceRef } = metadata.spec.resourcePolicy;
        const source = all.find(object => object.kind === policySourceRef.kind && object.metadata.name === policySourceRef.name);
        return { secret: match.remoteRef.remoteKey as string, account, region, policy: JSON.parse(source.data[policySourceRef.key]) };
      });
    });
    const made = Object.values(stacks).flatMap(stack => resourcesOfType(stack, 'AWS::SecretsManager::ResourcePolicy').map(({ Properties }) => {
      const { Name } = stack.template.Resources[Properties!.SecretId.Ref].Properties!;
      return { secret: Name as string, account: stack.account, region: stack.region, policy: Properties!.ResourcePolicy };
    }));
    const bySecret = (list: typeof made) => [...list].sort((one, other) => (one.secret < other.secret ? -1 : 1));
    expect(pushed).toHaveLength(4);
    expect(bySecret(made.filter(({ secret }) => secret.endsWith('/token')))).toEqual(bySecret(pushed));
    expect(made.map(({ secret }) => secret)).toEqual(expect.arrayContaining(mesh.clusters.map(({ name }) => cacertsSecretName('demo', name))));
  });
});

test('Argo CD: stores before what uses them, the authority before the gateway, remote secrets after the readers', () => {
  const { mesh, a, b, c } = clusters({ certificateAuthority: CertificateAuthority.externalSecrets() });
  mesh.connect(a, b, BY_EXTERNAL_SECRETS);
  a.consume(c);
  a.deployDemo(a.exportedServices[0]);
  const tree = synth(mesh, { gitOps: GitOps.argoCd({ repoUrl: 'https://git.example.com/mesh.git' }) });
  const waves = numbered(tree, 'a').map(file => [file, ...new Set(objects(tree, `a/${file}`)
    .map(({ metadata }) => Number(metadata.annotations['argocd.argoproj.io/sync-wave'])))]);
  expect(waves.filter(([file]) => /^(00|05|10|20|50|60|90)/.test(String(file)))).toEqual([
    ['00-namespace.yaml', -30], ['05-secret-store.yaml', -25], ['10-ca.yaml', -20], ['20-eastwest-gateway.yaml', 0],
    ['50-reader.yaml', 25], ['60-remote-secrets.yaml', 30], ['90-demo.yaml', 40],
  ]);
  expect(waves.map(([, wave]) => wave)).toEqual(waves.map(([, wave]) => Number(wave)).sort((one, other) => one - other));
});

test('no wave reaches the Secrets that controllers make', () => {
  const { mesh, a, b, c } = clusters({ certificateAuthority: CertificateAuthority.externalSecrets() });
  mesh.connect(a, b, BY_EXTERNAL_SECRETS);
  a.consume(c);
  const tree = synth(mesh, { gitOps: GitOps.argoCd({ repoUrl: 'https://git.example.com/mesh.git' }) });
  const made = ['a/10-ca.yaml', 'a/60-remote-secrets.yaml'].flatMap(path => objects(tree, path));
  expect(made).toHaveLength(2);
  for (const { spec } of made) {
    // Without a template they would get the labels and annotations of the ExternalSecret.
    expect(spec.target.template).toBeDefined();
    expect(JSON.stringify(spec.target.template)).not.toContain('sync-wave');
  }
});
