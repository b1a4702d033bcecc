import { tryCommand } from '../network/run-command';
import { namespacePath } from '../private-link/network-namespace';

/** How long nothing may be heard. Longer than a busy machine needs, and as long as a call that is dropped takes. */
const SILENCE_MS = 5_000;

/** Says one thing, and prints what became of it. */
const SCRIPT = `
const { host, port, say, silence, tls, identity } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
let text = '';
let isSecure = false;
const end = (how = text === '' ? 'closed' : undefined) => { console.log(JSON.stringify({ text, isSecure, error: text === '' ? how : undefined })); process.exit(); };
const checkServerIdentity = (name, { subjectaltname }) =>
  subjectaltname === 'URI:' + identity ? undefined : Object.assign(new Error(subjectaltname), { code: 'ERR_OTHER_IDENTITY' });
const socket = tls === undefined ? require('net').connect({ host, port })
  : require('tls').connect({ host, port, ...tls, ...identity === undefined ? {} : { checkServerIdentity } });
socket.on(tls === undefined ? 'connect' : 'secureConnect', () => { isSecure = tls !== undefined; socket.write(say); });
socket.on('data', data => { text += data; }).on('end', () => end()).on('close', () => end()).on('error', ({ code }) => end(code));
socket.setTimeout(silence, () => end('ETIMEDOUT'));
`;

/** What a TLS client shows and trusts; all in PEM. */
export interface TlsClientOptions {
  readonly serverName: string;
  /** What the server's certificate has to be signed by. */
  readonly ca: string;
  /** The one URI that the server's certificate has to be for; `serverName` decides unless given. */
  readonly identity?: string;
  /** Protocols for ALPN. */
  readonly protocols?: readonly string[];
  readonly certificate?: string;
  readonly key?: string;
}

/** What became of a connection. */
export interface Said {
  /** All that the server said. */
  readonly text: string;
  /** Whether the client accepted the server, and TLS was there; in TLS 1.3, the server says only afterwards whether it accepts the client. */
  readonly isSecure: boolean;
  /** Why the server said nothing: `closed`, or the code of an error; `ETIMEDOUT` also where there is a connection and silence. */
  readonly error?: string;
}

/**
 * Connects from a network namespace, not through any proxy there, says one thing, and listens.
 *
 * @param tls undefined for plain TCP
 */
export async function sayFrom(namespace: string, host: string, port: number, say: string, tls?: TlsClientOptions): Promise<Said> {
  const { stdout, stderr } = await tryCommand('nsenter', [`--net=${namespacePath(namespace)}`, process.execPath, '-e', SCRIPT], JSON.stringify({
    host,
    port,
    say,
    silence: SILENCE_MS,
    identity: tls?.identity,
    ...tls && { tls: { servername: tls.serverName, ca: tls.ca, ALPNProtocols: tls.protocols, cert: tls.certificate, key: tls.key } },
  }));
  if (stdout === '') {
    throw new Error(`the client in ${namespace} says nothing: ${stderr.trim()}`);
  }
  return JSON.parse(stdout) as Said;
}

/** An HTTP request, after whose answer the server closes the connection. */
export function httpRequest(line: string, headers: { readonly [name: string]: string }, body = ''): string {
  const all = { ...headers, Connection: 'close', ...body !== '' && { 'Content-Length': `${Buffer.byteLength(body)}` } };
  return [`${line} HTTP/1.1`, ...Object.entries(all).map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
}

/** The status of an HTTP answer; undefined where there is none. */
export function httpStatus({ text }: Said): number | undefined {
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(text) ?? [];
  return status === undefined ? undefined : Number(status);
}
