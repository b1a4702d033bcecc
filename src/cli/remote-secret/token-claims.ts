/** What a service account's token says of itself. Its signature is not checked: only the API server can. */
export interface TokenClaims {
  /** Undefined for a token without an end. */
  readonly expires?: Date;
  readonly issued?: Date;
  /** The Secret with which the token ends, if there is one. */
  readonly secret?: string;
  /** The account, as `namespace:name`. */
  readonly serviceAccount: string;
}

/** What Kubernetes lets a Secret be called (RFC 1123): the name is put into messages. */
const SECRET_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const SUBJECT = /^system:serviceaccount:([a-z0-9-]{1,63}:[a-z0-9.-]{1,253})$/;

/** The last moment that a Date can be, in seconds. */
const MAX_SECONDS = 8_640_000_000_000;

/**
 * Reads a token.
 *
 * @returns undefined when it is not one of a service account
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
 */
export function tokenClaims(token: string): TokenClaims | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    const serviceAccount = SUBJECT.exec(claims.sub)?.[1];
    if (serviceAccount === undefined || !isDate(claims.exp) || !isDate(claims.iat)) {
      return undefined;
    }
    // Tokens in Secrets carry flat claims, those on request nested ones.
    const secret = claims['kubernetes.io']?.secret?.name ?? claims['kubernetes.io/serviceaccount/secret.name'];
    return {
      expires: dateOf(claims.exp),
      issued: dateOf(claims.iat),
      secret: typeof secret === 'string' && SECRET_NAME.test(secret) ? secret : undefined,
      serviceAccount,
    };
  } catch {
    return undefined;
  }
}

/** How many seconds a token is valid in all; undefined for one without an end, or without a beginning. */
export function lifetimeSeconds({ expires, issued }: TokenClaims): number | undefined {
  return expires && issued && Math.round((expires.getTime() - issued.getTime()) / 1000);
}

function isDate(seconds: unknown): boolean {
  return seconds === undefined || (typeof seconds === 'number' && Math.abs(seconds) <= MAX_SECONDS);
}

function dateOf(seconds: number | undefined): Date | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1000);
}
