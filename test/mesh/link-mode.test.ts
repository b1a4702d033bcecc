import { LinkKind, LinkMode, ReaderAccess, RemoteSecret, RemoteSecretKind } from '../../src/mesh';

test('discovery reads no Secret unless told otherwise', () => {
  expect(LinkMode.discovery()).toMatchObject({ kind: LinkKind.DISCOVERY, readerAccess: ReaderAccess.WITHOUT_SECRETS });
  expect(LinkMode.discovery({ readerAccess: ReaderAccess.WITH_SECRETS }).readerAccess).toBe(ReaderAccess.WITH_SECRETS);
});

test('the command line tool makes the remote secret unless told otherwise', () => {
  expect(LinkMode.discovery().remoteSecret!.kind).toBe(RemoteSecretKind.CLI);
  const remoteSecret = RemoteSecret.externalSecrets();
  expect(LinkMode.discovery({ remoteSecret }).remoteSecret).toBe(remoteSecret);
});

test('a service-entry link reads nothing', () => {
  expect(LinkMode.serviceEntry()).toMatchObject({ kind: LinkKind.SERVICE_ENTRY, readerAccess: undefined, remoteSecret: undefined });
});
