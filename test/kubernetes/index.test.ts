import { Construct } from 'constructs';
import * as kubernetes from '../../src/kubernetes';

test('the constructs and the guard are exported, their workings are not', () => {
  expect(Object.keys(kubernetes).sort()).toEqual([
    'ArgoCdApplication',
    'CacertsFromSecretsManager',
    'CdkTokenGuard',
    'CertManagerIntermediate',
    'DemoApplication',
    'DiscoveredService',
    'EastWestGateway',
    'EastWestGatewayOperator',
    'ExposedKubeApi',
    'ExposedServices',
    'FluxKustomization',
    'GatewayTargetGroupBinding',
    'ImportedService',
    'IstiodOperator',
    'MeshNamespace',
    'PushedReaderToken',
    'RemoteNetworkGateway',
    'RemoteReader',
    'RemoteSecretFromSecretsManager',
    'SecretsManagerAccount',
    'SecretsManagerStore',
    'StubService',
  ]);
  for (const [name, exported] of Object.entries(kubernetes)) {
    expect([name, exported.prototype instanceof Construct]).toEqual([name, name !== 'CdkTokenGuard']);
  }
});
