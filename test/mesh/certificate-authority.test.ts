import { Fn, Lazy } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { errorMessage } from './error-message';
import { CaKeyAlgorithm, CertificateAuthority, CertificateAuthorityKind, CertManagerCaProps } from '../../src/mesh';

const certManager = (overrides: Partial<CertManagerCaProps> = {}) => CertificateAuthority.certManager({ issuerName: 'mesh-root', ...overrides });
const failure = (overrides: Partial<CertManagerCaProps>) => errorMessage(() => certManager(overrides));

test('files and External Secrets leave cert-manager nothing to make', () => {
  expect({ ...CertificateAuthority.fromFiles() }).toEqual({ kind: CertificateAuthorityKind.FILES });
  expect({ ...CertificateAuthority.externalSecrets() }).toEqual({ kind: CertificateAuthorityKind.EXTERNAL_SECRETS });
});

test('cert-manager has the defaults that its properties promise', () => {
  expect(certManager().kind).toBe(CertificateAuthorityKind.CERT_MANAGER);
  expect(certManager()._certManager).toEqual({
    issuerName: 'mesh-root', issuerKind: 'ClusterIssuer', issuerGroup: 'cert-manager.io', keyAlgorithm: CaKeyAlgorithm.EC_P256, validityDays: 365, renewBeforeDays: 60,
  });
});

test('cert-manager takes what it is given', () => {
  const props = {
    issuerName: 'vault.mesh', issuerKind: 'VaultIssuer', issuerGroup: 'vault.example.com', keyAlgorithm: CaKeyAlgorithm.RSA_4096, validityDays: 90, renewBeforeDays: 45,
  };
  expect(CertificateAuthority.certManager(props)._certManager).toEqual(props);
});

test.each([[undefined, 'AWSPCAClusterIssuer'], [false, 'AWSPCAClusterIssuer'], [true, 'AWSPCAIssuer']])('AWS Private CA signs through its own issuer (namespaced: %s)', (namespaced, issuerKind) => {
  const authority = CertificateAuthority.awsPrivateCa({ issuerName: 'mesh-root', namespaced, validityDays: 30, keyAlgorithm: CaKeyAlgorithm.RSA_2048 });
  expect(authority.kind).toBe(CertificateAuthorityKind.CERT_MANAGER);
  expect(authority._certManager).toEqual({
    issuerName: 'mesh-root', issuerKind, issuerGroup: 'awspca.cert-manager.io', keyAlgorithm: CaKeyAlgorithm.RSA_2048, validityDays: 30, renewBeforeDays: 10,
  });
});

test.each([[2, 1], [3, 1], [5, 1], [6, 2], [90, 30], [179, 59], [180, 60], [181, 60], [3650, 60]])('an intermediate of %d days is replaced %d days before its end', (validityDays, renewBeforeDays) => {
  expect(certManager({ validityDays })._certManager).toMatchObject({ validityDays, renewBeforeDays });
});

test.each([0, 1, 3651, 1.5, -1, NaN, Infinity])('fails when the validity is %d', validityDays => {
  expect(failure({ validityDays })).toBe(
    `validity of the certificate authority "${validityDays}" is not a number of days: expected a whole number from 2 to 3650`);
});

test.each([0, 90, 91, 1.5, NaN])('fails when %d of 90 days are left at the renewal', renewBeforeDays => {
  expect(failure({ validityDays: 90, renewBeforeDays })).toBe(
    `renewal of the certificate authority "${renewBeforeDays}" is not a number of days: expected a whole number from 1 to 89`);
});

test('takes one day and all days but one for the renewal', () => {
  expect([1, 89].map(renewBeforeDays => certManager({ validityDays: 90, renewBeforeDays })._certManager!.renewBeforeDays)).toEqual([1, 89]);
});

test('property: every validity that is taken leaves a renewal inside it', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 3650 }), validityDays => {
    const { renewBeforeDays } = certManager({ validityDays })._certManager!;
    expect(renewBeforeDays).toBeGreaterThanOrEqual(1);
    expect(renewBeforeDays).toBeLessThan(validityDays);
  }));
});

test.each(['', 'Mesh', 'a_b', '-a', 'a'.repeat(64), 'a..b'])('fails when the name of the issuer is %j', issuerName => {
  expect(failure({ issuerName })).toMatch(/^issuer name ".*" is not a DNS name: expected one or more labels /);
});

test.each(['', 'Cert-Manager.io', 'cert_manager.io', 'localhost'])('fails when the group of the issuer is %j', issuerGroup => {
  expect(failure({ issuerGroup })).toMatch(/^issuer group ".*" is not a DNS name: expected at least 2 labels /);
});

test.each(['', 'issuer', 'Cluster Issuer', 'Cluster-Issuer', `A${'b'.repeat(63)}`, 'Issuer\n'])('fails when the kind of the issuer is %j', issuerKind => {
  expect(failure({ issuerKind })).toBe(
    `issuer kind ${JSON.stringify(issuerKind)} is not a kind of Kubernetes objects: expected one such as "ClusterIssuer" or "Issuer"`);
});

test('takes a kind of 63 characters', () => {
  const issuerKind = `A${'b'.repeat(62)}`;
  expect(certManager({ issuerKind })._certManager!.issuerKind).toBe(issuerKind);
});

test('fails when a part is a token', () => {
  expect(failure({ issuerName: Fn.ref('Name') })).toMatch(/^issuer name is a CDK token /);
  expect(failure({ issuerKind: Fn.ref('Kind') })).toMatch(/^issuer kind is a CDK token /);
  expect(failure({ issuerGroup: Fn.ref('Group') })).toMatch(/^issuer group is a CDK token /);
  expect(failure({ validityDays: Lazy.number({ produce: () => 365 }) })).toMatch(/^validity of the certificate authority is a CDK token /);
  expect(failure({ renewBeforeDays: Lazy.number({ produce: () => 60 }) })).toMatch(/^renewal of the certificate authority is a CDK token /);
});
