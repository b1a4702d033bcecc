import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { describedLinks } from './links';
import { DiscoveryLink } from '../../../src/cli/remote-secret/links';
import { remoteAccess, remoteSecret, yamlText } from '../../../src/cli/remote-secret/manifest';
import { remoteKubeconfig } from '../../../src/mesh/remote-kubeconfig';
import { clusterNames } from '../../mesh/arbitraries';

let LINK: DiscoveryLink;
beforeAll(() => {
  [LINK] = describedLinks();
});

const ACCESS = { caData: 'Q0E=', token: 'eyJ.eyJ.x' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('property: what is written is read back, by whatever name, token and authority', () => {
  const names = fc.oneof(clusterNames(), fc.constantFrom('on', 'off', 'y', 'no', 'null', '0b1', '1e3', '123', 'true', '0x1f', '1-2'));
  fc.assert(fc.property(names, fc.base64String({ minLength: 4 }), fc.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), (name, caData, token) => {
    const secret = remoteSecret({ ...LINK, provider: { ...LINK.provider, name } }, { caData, token });
    expect(Object.keys(secret.data!)).toEqual([name]);
    expect(remoteAccess(name, secret.data![name])).toEqual({ cluster: name, server: LINK.server, tlsServerName: LINK.tlsServerName, caData, token });
    // Go's YAML is 1.1, where on is a boolean and 0b1 a number.
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(yamlText(secret), { version })).toEqual(JSON.parse(JSON.stringify(secret)));
      expect(parse(Buffer.from(secret.data![name], 'base64').toString(), { version }).contexts).toEqual([{ context: { cluster: name, user: name }, name }]);
    }
  }));
});

test('a token is in the kubeconfig, and in nothing else of the Secret', () => {
  const secret = remoteSecret(LINK, { ...ACCESS, token: 'SENTINEL' });
  expect(JSON.stringify({ ...secret, data: undefined })).not.toContain('SENTINEL');
  expect(yamlText(secret)).not.toContain('SENTINEL');
});

test.each<[string, (config: any) => unknown]>([
  ['the current context is missing', config => delete config['current-context']],
  ['the context leads to no cluster', config => config.contexts[0].context.cluster = 'x'],
  ['there is no user', config => config.users = []],
  ['there is no token', config => delete config.users[0].user.token],
  ['the token is a number', config => config.users[0].user.token = 5],
  ['there is no authority', config => delete config.clusters[0].cluster['certificate-authority-data']],
  ['the TLS name is none', config => config.clusters[0].cluster['tls-server-name'] = ['x']],
  ...['exec', 'tokenFile', 'client-key', 'client-certificate', 'auth-provider'].map((key): [string, (config: any) => unknown] =>
    [`istiod refuses ${key}`, config => config.users[0].user[key] = 'x']),
])('it is not read when %s', (_, change) => {
  const config = JSON.parse(JSON.stringify(remoteKubeconfig({ cluster: 'c', server: 'https://c:443', ...ACCESS })));
  expect(remoteAccess('c', base64(stringify(config)))).toEqual({ cluster: 'c', server: 'https://c:443', tlsServerName: undefined, ...ACCESS });
  change(config);
  expect(remoteAccess('c', base64(stringify(config)))).toBeUndefined();
});

test('property: of garbage it never throws, nor does anything say what is in it', () => {
  const emitWarning = jest.spyOn(process, 'emitWarning');
  fc.assert(fc.property(fc.oneof(fc.string(), fc.string().map(base64), fc.json().map(base64), fc.constantFrom('!x token', '&a [*a]', 'a: !!set x').map(base64)), data => {
    expect(remoteAccess('c', data)).toBeUndefined();
  }));
  expect(emitWarning).not.toHaveBeenCalled();
  emitWarning.mockRestore();
});
