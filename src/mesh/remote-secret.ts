import { noToken } from './dns-name';
import { quoted } from './quoted';
import { RemoteSecretKind } from './remote-secret-kind';

/** Options of a remote secret that External Secrets keeps. */
export interface ExternalRemoteSecretOptions {
  /**
   * Tells one token of the reader from the next. A new value makes a new token, and pruning the old one's Secret withdraws that.
   *
   * @default 1
   */
  readonly tokenRevision?: number;
}

/**
 * Who makes the remote secret of a discovery link: the Secret with which the consumer's istiod reads the provider's API server.
 *
 * @example
 * cluster1.consume(cluster2, { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.fromCli() }) });
 */
export class RemoteSecret {
  /** The command line tool makes it: nothing of it is in the bundles. */
  public static fromCli(): RemoteSecret {
    return new RemoteSecret(RemoteSecretKind.CLI, 1);
  }

  /**
   * External Secrets makes it: it pushes the reader's token from the provider's cluster to AWS Secrets Manager, and writes the Secret in the consumer's.
   *
   * Both clusters need `externalSecrets`. The token has no end of its own, because nothing could push a new one in time; it ends
   * when its Secret in the provider's cluster goes.
   * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
   * @throws when the token's revision is not a whole number from 1 to 999999
   */
  public static externalSecrets(options: ExternalRemoteSecretOptions = {}): RemoteSecret {
    const revision = noToken(options.tokenRevision ?? 1, 'token revision');
    if (!Number.isInteger(revision) || revision < 1 || revision > 999_999) {
      throw new Error(`token revision ${quoted(revision)} is not a revision: expected a whole number from 1 to 999999, one more than before for a new token`);
    }
    return new RemoteSecret(RemoteSecretKind.EXTERNAL_SECRETS, revision);
  }

  private constructor(
    /** Who makes it. */
    public readonly kind: RemoteSecretKind,
    /** Tells one token of the reader from the next, where External Secrets keeps it. */
    public readonly tokenRevision: number,
  ) {}
}
