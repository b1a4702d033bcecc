import { found } from './found';
import {
  CertificateAuthority, ClusterVpc, ExternalSecrets, FindingSeverity, IstioVersion, LinkMode, LoadBalancer, Mesh, MeshClusterProps, ReaderAccess,
  RemoteSecret,
} from '../../../src/mesh';
import { addCluster, exportApi, meshOf, pair, vpcAttributes } from '../meshes';

describe('SEC-01', () => {
  test('a consumer can read every Secret of its provider', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    a.consume(b, { mode: LinkMode.discovery({ readerAccess: ReaderAccess.WITH_SECRETS }) });
    b.consume(a);
    expect(found(mesh, 'SEC-01')).toEqual([{
      id: 'SEC-01',
      severity: FindingSeverity.WARNING,
      subject: 'a -> b',
      message: 'cluster "a" can read every Secret of cluster "b", its CA key included: ' +
        'use ReaderAccess.WITHOUT_SECRETS, or a service-entry link, where the clusters do not trust each other fully',
    }]);
  });

  test.each([LinkMode.discovery(), LinkMode.serviceEntry()])('not over a link of mode $kind without Secrets', mode => {
    expect(found(pair({ mode }).mesh, 'SEC-01')).toEqual([]);
  });
});

describe('SEC-02 and SEC-05', () => {
  const vpc = ClusterVpc.fromAttributes(vpcAttributes('a', { vpcCidrBlock: '10.0.0.0/16' }));

  test('nothing is known of the pods', () => {
    const { mesh, clusters: [b] } = meshOf(['b']);
    mesh.connect(b, addCluster(mesh, 'a', { vpc, podSecurityGroupIds: undefined }));
    expect(found(mesh, 'SEC-02')).toEqual([{
      id: 'SEC-02',
      severity: FindingSeverity.WARNING,
      subject: 'a',
      message: `everything in ${vpc.description} may use the endpoints of cluster "a", and its load balancer may reach everything there: ` +
        'give podSecurityGroupIds or podCidrs',
    }]);
    expect(found(mesh, 'SEC-05')).toEqual([{
      id: 'SEC-05',
      severity: FindingSeverity.INFO,
      subject: 'a',
      message: 'the security groups of the pods of cluster "a" are not known, so nothing lets the load balancer in: ' +
        'allow TCP 15443 and 15021 from the security group in the provider stack\'s output LoadBalancerSecurityGroupId, or give podSecurityGroupIds',
    }]);
  });

  test('the ranges of the pods are known: only their security groups are missing', () => {
    const { mesh, clusters: [b] } = meshOf(['b']);
    mesh.connect(b, addCluster(mesh, 'a', { podSecurityGroupIds: [], podCidrs: ['10.0.0.0/20'] }));
    expect([found(mesh, 'SEC-02'), found(mesh, 'SEC-05').map(({ subject }) => subject)]).toEqual([[], ['a']]);
  });

  test('a cluster that provides nothing needs no way in for a load balancer', () => {
    const { mesh, clusters: [b] } = meshOf(['b']);
    addCluster(mesh, 'a', { podSecurityGroupIds: [], podCidrs: ['10.0.0.0/20'] }).consume(b);
    expect(found(mesh, 'SEC-05')).toEqual([]);
  });

  test('the load balancer of a Service is let in by the controller that makes it', () => {
    const { mesh, clusters: [b] } = meshOf(['b']);
    mesh.connect(b, addCluster(mesh, 'a', { podSecurityGroupIds: [], podCidrs: ['10.0.0.0/20'], loadBalancer: LoadBalancer.fromService() }));
    expect(found(mesh, 'SEC-05')).toEqual([]);
  });

  test('the security groups of the pods are known', () => {
    const { mesh } = pair();
    expect([found(mesh, 'SEC-02'), found(mesh, 'SEC-05')]).toEqual([[], []]);
  });
});

describe('SEC-03', () => {
  function exposing(exposeAllServices: boolean, consumed: boolean): Mesh {
    const { mesh, clusters: [b] } = meshOf(['b']);
    const a = addCluster(mesh, 'a', { exposeAllServices });
    exportApi(a);
    a.consume(b);
    if (consumed) {
      b.consume(a);
    }
    return mesh;
  }

  test('a provider passes traffic to every Service', () => {
    expect(found(exposing(true, true), 'SEC-03')).toEqual([{
      id: 'SEC-03',
      severity: FindingSeverity.WARNING,
      subject: 'a',
      message: 'every Service of cluster "a" can be reached by every cluster that consumes it, those of kube-system included: ' +
        'leave out exposeAllServices, and export what is meant to be called',
    }]);
  });

  test('not where nobody consumes the cluster, or it passes only what is exported', () => {
    expect([...found(exposing(true, false), 'SEC-03'), ...found(exposing(false, true), 'SEC-03')]).toEqual([]);
  });
});

describe('SEC-04', () => {
  test.each([
    ['1.29.6', undefined, 2], ['1.30.4', undefined, 0], ['1.31', undefined, 0], ['1.31', true, 2],
  ])('in Istio %s with defaultReader %s there are %d clusters with the default reader', (version, defaultReader, count) => {
    const mesh = new Mesh({ meshId: 'demo', istioVersion: IstioVersion.of(version) });
    mesh.connect(addCluster(mesh, 'a', { defaultReader }), addCluster(mesh, 'b', { defaultReader }));
    expect(found(mesh, 'SEC-04')).toEqual(['a', 'b'].slice(0, count).map(subject => ({
      id: 'SEC-04',
      severity: FindingSeverity.INFO,
      subject,
      message: `Istio's default reader account in cluster "${subject}" may list every Secret; nothing here hands out its token: ` +
        'Istio 1.30 and later can leave it out (defaultReader: false)',
    })));
  });
});

describe('SEC-06 and SEC-07', () => {
  const roleArn = 'arn:aws:iam::111111111111:role/mesh-secrets';
  const byAccount = ExternalSecrets.withServiceAccount({ roleArn });
  const byOperator = ExternalSecrets.withOperatorRole({ roleArn });

  /** a consumes b; b has an account of its own. */
  function meshWith(a: Partial<MeshClusterProps>, remoteSecret: RemoteSecret): Mesh {
    const mesh = new Mesh({ meshId: 'demo' });
    const provider = addCluster(mesh, 'b', { externalSecrets: byAccount });
    exportApi(provider);
    addCluster(mesh, 'a', a).consume(provider, { mode: LinkMode.discovery({ remoteSecret }) });
    return mesh;
  }

  test('External Secrets keeps a token that has no end', () => {
    const mesh = meshWith({ externalSecrets: byAccount }, RemoteSecret.externalSecrets({ tokenRevision: 3 }));
    expect(found(mesh, 'SEC-06')).toEqual([{
      id: 'SEC-06',
      severity: FindingSeverity.INFO,
      subject: 'a -> b',
      message: 'the token with which cluster "a" reads the API server of cluster "b" has no end of its own: ' +
        'raise tokenRevision for a new one from time to time, or use RemoteSecret.fromCli() or a service-entry link',
    }]);
    expect(found(mesh, 'SEC-07')).toEqual([]);
  });

  test.each([
    ['a remote secret', {}, RemoteSecret.externalSecrets()],
    ['a certificate authority', { certificateAuthority: CertificateAuthority.externalSecrets() }, RemoteSecret.fromCli()],
  ])('the operator has the role, and uses it for %s', (_, props, remoteSecret) => {
    expect(found(meshWith({ ...props, externalSecrets: byOperator }, remoteSecret), 'SEC-07')).toEqual([{
      id: 'SEC-07',
      severity: FindingSeverity.WARNING,
      subject: 'a',
      message: `whoever may create an ExternalSecret and a SecretStore in any namespace of cluster "a" can read what its role "${roleArn}" can: ` +
        'use ExternalSecrets.withServiceAccount(), or restrict who may create them',
    }]);
  });

  test('neither where the role is used for nothing and the command line tool makes the remote secret', () => {
    const mesh = meshWith({ externalSecrets: byOperator }, RemoteSecret.fromCli());
    expect([found(mesh, 'SEC-06'), found(mesh, 'SEC-07')]).toEqual([[], []]);
  });
});
