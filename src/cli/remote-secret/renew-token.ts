import { installSecret } from './installed';
import { DiscoveryLink } from './links';
import { remoteAccess, remoteSecret } from './manifest';
import { abandonToken, makeToken, ReaderToken } from './reader-token';
import { errorText } from '../error-text';
import { KubeApi, KubeApiError, KubeSecret, secretPath } from '../kubernetes/kube-api';

/** Answers after which an API server has certainly not done what was asked. Others, and none, leave that open. */
const REFUSALS = ['AlreadyExists', 'BadRequest', 'Conflict', 'Forbidden', 'MethodNotAllowed', 'NotFound', 'RequestEntityTooLarge', 'Unauthorized'];

/**
 * Makes a token and writes it to the consumer's cluster.
 *
 * A token that the consumer may have got is never withdrawn here, also where the answer to the writing was lost.
 *
 * @param durationSeconds how long it is to be valid; undefined for one without an end
 * @param existing the Secret that is there
 */
export async function renewToken(
  provider: KubeApi, consumer: KubeApi, link: DiscoveryLink, durationSeconds: number | undefined, existing: KubeSecret | undefined,
): Promise<ReaderToken> {
  const token = await makeToken(provider, link, durationSeconds);
  const secret = remoteSecret(link, token);
  try {
    await installSecret(consumer, secret, existing);
    return token;
  } catch (error) {
    switch (await isInstalled(consumer, secret, token.token)) {
      case true:
        return token;
      case false:
        if (isRefusal(error as KubeApiError)) {
          await abandonToken(provider, token.secret);
          throw error;
        }
    }
    throw new Error(`${errorText(error)}; whether the new token was written is not known, so it stays valid: run the command again`);
  }
}

/** kubectl leaves out the reason of what is invalid, and says so in words. */
function isRefusal({ reason, message }: KubeApiError): boolean {
  return REFUSALS.includes(reason ?? '') || /: The \S+ "[^"]+" is invalid: /.test(message);
}

/** Whether the consumer has the token; undefined where that cannot be found out. */
async function isInstalled(consumer: KubeApi, { metadata: { name, namespace }, data }: KubeSecret, token: string): Promise<boolean | undefined> {
  const [provider] = Object.keys(data!);
  try {
    const found = await consumer.find<KubeSecret>(secretPath(namespace!, name!));
    const kubeconfig = found?.data?.[provider];
    return kubeconfig !== undefined && remoteAccess(provider, kubeconfig)?.token === token;
  } catch {
    return undefined;
  }
}
