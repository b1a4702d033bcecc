import { request, RequestOptions } from 'https';
import { Credentials } from './certificates';

/** How long an API server may take for one answer. */
const TIMEOUT_MS = 5_000;

export interface ApiClientOptions {
  /** For instance `https://127.0.0.1:20001`. */
  readonly server: string;
  /** The certificate of the authority that signed the server's, PEM. */
  readonly authority: string;
  /**
   * Who asks, by certificate.
   *
   * @default - who has the token
   */
  readonly client?: Credentials;
  /**
   * Who asks, by bearer token.
   *
   * @default - who has the certificate
   */
  readonly token?: string;
}

/** The status code and the body of an answer. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Asks an API server without a program in between.
 *
 * @throws when it does not answer
 */
export async function get(path: string, { server, authority, client, token }: ApiClientOptions): Promise<ApiAnswer> {
  return ask(server, path, {
    // Without an agent, because a kept connection outlives a server that is killed.
    agent: false,
    ca: authority,
    cert: client?.certificate,
    key: client?.key,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
}

/**
 * Asks a server over connections that the caller has a say in.
 *
 * @throws when it does not answer
 */
export async function ask(server: string, path: string, options: RequestOptions): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, server), { ...options, timeout: TIMEOUT_MS }, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode!, body: Buffer.concat(chunks).toString() }));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.on('timeout', () => asked.destroy(new Error(`${server} did not answer within ${TIMEOUT_MS / 1000} s`)));
    asked.end();
  });
}
