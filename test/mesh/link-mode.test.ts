import { LinkKind, LinkMode, ReaderAccess } from '../../src/mesh';

test('discovery reads no Secret unless told otherwise', () => {
  expect(LinkMode.discovery()).toMatchObject({ kind: LinkKind.DISCOVERY, readerAccess: ReaderAccess.WITHOUT_SECRETS });
  expect(LinkMode.discovery({ readerAccess: ReaderAccess.WITH_SECRETS }).readerAccess).toBe(ReaderAccess.WITH_SECRETS);
});

test('a service-entry link reads nothing', () => {
  expect(LinkMode.serviceEntry()).toMatchObject({ kind: LinkKind.SERVICE_ENTRY, readerAccess: undefined });
});
