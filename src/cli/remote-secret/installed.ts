import { DiscoveryLink } from './links';
import { remoteAccess } from './manifest';
import { TokenClaims, tokenClaims } from './token-claims';
import { REMOTE_SECRET_LABEL, RemoteAccess, remoteSecretName } from '../../mesh/remote-kubeconfig';
import { KubeApi, KubeSecret, secretPath, secretsPath } from '../kubernetes/kube-api';
import { controllerOf, isOurs } from '../kubernetes/managed-by';

/** A remote secret in a consumer's cluster, as far as it leads to one provider. */
export interface InstalledSecret {
  readonly secret: KubeSecret;
  /** Undefined where the kubeconfig cannot be read, or holds no token that istiod would use. */
  readonly access?: RemoteAccess;
  /** Undefined where the token is not one of a service account. */
  readonly claims?: TokenClaims;
}

/** In which `kubectl apply` repeats what it was given: here a kubeconfig with a token. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What the items of a list leave out. */
const TYPE = { apiVersion: 'v1', kind: 'Secret' };

/** All remote secrets of a cluster. */
export async function remoteSecrets(api: KubeApi, namespace: string): Promise<KubeSecret[]> {
  return api.list<KubeSecret>(secretsPath(namespace), { [REMOTE_SECRET_LABEL]: 'true' });
}

/** Those that lead to a provider: what istiod goes by is the key of the data. */
export function leadingTo(secrets: readonly KubeSecret[], provider: string): InstalledSecret[] {
  return secrets.filter(({ data }) => data?.[provider] !== undefined).map(secret => {
    const access = remoteAccess(provider, secret.data![provider]);
    return { secret, access, claims: access && tokenClaims(access.token) };
  });
}

/** All that leads to a provider, and the Secret with the name of its remote secret, which may lack the label and would still be in the way. */
export async function findInstalled(api: KubeApi, namespace: string, provider: string): Promise<InstalledSecret[]> {
  const name = remoteSecretName(provider);
  const labelled = leadingTo(await remoteSecrets(api, namespace), provider);
  const named = labelled.some(({ secret }) => secret.metadata.name === name) ? undefined : await api.find<KubeSecret>(secretPath(namespace, name));
  return [...labelled, ...named ? leadingTo([named], provider).concat(named.data?.[provider] === undefined ? { secret: named } : []) : []];
}

/**
 * The remote secret of a link, if there is one.
 *
 * @param force whether one that this program did not make may be replaced
 * @throws when it cannot be replaced, or another Secret leads to the same provider
 */
export async function replaceableSecret(
  api: KubeApi, { consumer: { istioNamespace }, provider }: DiscoveryLink, force: boolean,
): Promise<InstalledSecret | undefined> {
  const name = remoteSecretName(provider.name);
  const found = await findInstalled(api, istioNamespace, provider.name);
  const other = found.find(({ secret }) => secret.metadata.name !== name);
  if (other) {
    throw new Error(`${api.name} has another remote secret for ${provider.name}, ${secretName(other.secret)}, and istiod takes one of them only: ` +
      'keep a copy of it, delete it, and run the command again');
  }
  const [installed] = found;
  if (installed) {
    const controller = controllerOf(installed.secret);
    if (controller !== undefined) {
      throw new Error(`Secret ${secretName(installed.secret)} of ${api.name} is kept by ${controller}, which would undo the change: ` +
        'make the change there, or remove that object first');
    }
    if (!isOurs(installed.secret) && !force) {
      throw new Error(`Secret ${secretName(installed.secret)} of ${api.name} was not made by this program: ` +
        'keep a copy of it, then run the command again with --force');
    }
  }
  return installed;
}

/** Puts a remote secret into the consumer's cluster; what others keep in the same Secret stays. */
export async function installSecret(api: KubeApi, desired: KubeSecret, existing: KubeSecret | undefined): Promise<void> {
  const { name, namespace } = desired.metadata;
  await (existing
    ? api.replace<KubeSecret>(secretPath(namespace!, name!), {
      ...TYPE,
      ...existing,
      metadata: {
        ...existing.metadata,
        labels: { ...existing.metadata.labels, ...desired.metadata.labels },
        annotations: { ...withoutLastApplied(existing), ...desired.metadata.annotations },
      },
      data: { ...existing.data, ...desired.data },
    })
    : api.create(secretsPath(namespace!), desired));
}

/** Takes from a Secret what leads to a provider, and with it the Secret, unless others keep something else in it. */
export async function uninstallSecret(api: KubeApi, provider: string, secret: KubeSecret): Promise<void> {
  const path = secretPath(secret.metadata.namespace!, secret.metadata.name!);
  const { [provider]: _, ...others } = secret.data!;
  await (Object.keys(others).length > 0
    ? api.replace(path, { ...TYPE, ...secret, metadata: { ...secret.metadata, annotations: withoutLastApplied(secret) }, data: others })
    : api.remove(path, secret));
}

/** The namespace and name of a Secret. */
export function secretName({ metadata: { namespace, name } }: KubeSecret): string {
  return `${namespace}/${name}`;
}

function withoutLastApplied({ metadata: { annotations = {} } }: KubeSecret): { readonly [key: string]: string } {
  const { [LAST_APPLIED]: _, ...others } = annotations;
  return others;
}
