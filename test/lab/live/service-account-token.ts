import { createPrivateKey, sign } from 'crypto';
import { readFileSync } from 'fs';
import { labPath } from '../lab-directory';

/** The claims of a token that say when it is valid, in seconds. */
export interface TokenTimes {
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
}

/** A token like another one but for its times, signed as the API server of a cluster does. */
export function tokenWithTimes(token: string, cluster: string, times: TokenTimes): string {
  const [header, claims] = token.split('.');
  const changed = { ...JSON.parse(Buffer.from(claims!, 'base64url').toString()) as object, ...times };
  const text = `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}`;
  const key = createPrivateKey(readFileSync(labPath(cluster, 'kubernetes', 'service-accounts.key')));
  // As JSON Web Signature has those of elliptic curves.
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
