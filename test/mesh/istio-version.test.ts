import * as fc from 'fast-check';
import { errorMessage } from './error-message';
import { IstioVersion } from '../../src/mesh';

test.each([
  ['1.27', 27, undefined],
  ['1.30.4', 30, 4],
  ['1.31.0', 31, 0],
  ['1.100.12', 100, 12],
])('reads %s', (text, minor, patch) => {
  expect(IstioVersion.of(text)).toMatchObject({ version: text, minor, patch });
});

test('the constants are the supported minor releases', () => {
  const { V1_27, V1_28, V1_29, V1_30, V1_31 } = IstioVersion;
  expect([V1_27, V1_28, V1_29, V1_30, V1_31].map(({ version }) => version)).toEqual(['1.27', '1.28', '1.29', '1.30', '1.31']);
});

test.each(['1.26', '1.26.8', '1.9', '1.0', '1.0.0'])('fails when the release is too old: %s', version => {
  expect(errorMessage(() => IstioVersion.of(version))).toBe(
    `istio version "${version}" is too old: the bundles are written for 1.27 and later, upgrade Istio or name a later version`);
});

test.each(['', 'latest', '0.9', '2.0', '1', '1.', '1.31.', 'v1.31', '1.31.0-rc.1', '1.31.x', '1.031', '1.31.00', ' 1.31', '1.31\n', '1.31.1.1', '-1.31', '1.1000'])(
  'fails when the text is %j', version => {
    expect(errorMessage(() => IstioVersion.of(version))).toBe(
      `istio version ${JSON.stringify(version)} is not a release of Istio 1: ` +
      'expected 1.<minor> or 1.<minor>.<patch> from 1.27 on, for instance "1.31" or "1.30.4"');
  });

test('the text comes back for every version from 1.27 on', () => {
  fc.assert(fc.property(fc.integer({ min: 27, max: 999 }), fc.option(fc.integer({ min: 0, max: 999 }), { nil: undefined }), (minor, patch) => {
    const version = IstioVersion.of(patch === undefined ? `1.${minor}` : `1.${minor}.${patch}`);
    expect(IstioVersion.of(version.version)).toEqual(version);
    expect([version.isAtLeast(minor - 1), version.isAtLeast(minor), version.isAtLeast(minor + 1)]).toEqual([true, true, false]);
  }));
});

test('what differs between releases follows from the version', () => {
  const switches = ['1.28', '1.29', '1.30', '1.31'].map(text => IstioVersion.of(text))
    .map(version => [version.version, version._readsRemoteMeshConfig, version._hasReaderRbacSwitch]);
  expect(switches).toEqual([['1.28', false, false], ['1.29', true, false], ['1.30', true, true], ['1.31', true, true]]);
});

test('the known defect is that of 1.30 up to its third patch', () => {
  const broken = ['1.27', '1.29', '1.29.3', '1.30', '1.30.0', '1.30.1', '1.30.2', '1.30.3', '1.30.4', '1.30.10', '1.31', '1.31.0']
    .filter(text => IstioVersion.of(text)._knownDefect !== undefined);
  expect(broken).toEqual(['1.30', '1.30.0', '1.30.1', '1.30.2', '1.30.3']);
});
