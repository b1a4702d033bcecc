import { errorMessage } from './error-message';
import { GatewayInstallation, GatewayInstaller } from '../../src/mesh';

const INSTALLERS = ['manifests', 'istioOperator', 'helm'] as const;

test('each way names its tool, and runs two pods unless told otherwise', () => {
  expect(INSTALLERS.map(way => GatewayInstallation[way]())).toMatchObject([
    { installer: GatewayInstaller.MANIFESTS, replicas: 2 },
    { installer: GatewayInstaller.ISTIO_OPERATOR, replicas: 2 },
    { installer: GatewayInstaller.HELM, replicas: 2 },
  ]);
  expect(INSTALLERS.map(way => GatewayInstallation[way]({ replicas: 5 }).replicas)).toEqual([5, 5, 5]);
});

describe.each(INSTALLERS)('%s', way => {
  test.each([1, 0, -2, 2.5, NaN, Infinity])('fails when there are %d replicas', replicas => {
    expect(errorMessage(() => GatewayInstallation[way]({ replicas }))).toBe(
      `east-west gateway with ${replicas} replicas: expected a whole number of at least 2, so that one pod can be lost or replaced`);
  });
});
