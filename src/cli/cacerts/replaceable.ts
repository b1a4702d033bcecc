import { SELF_SIGNED } from './observed';
import { CACERTS } from '../../mesh/names';
import { KubeSecret } from '../kubernetes/kube-api';
import { controllerOf, isOurs } from '../kubernetes/managed-by';

/** The type of the Secrets in which istiod keeps an authority of its own making. */
const MADE_BY_ISTIOD = 'istio.io/ca-root';

const KEEP_A_COPY = 'and the key in it may be nowhere else: keep a copy of it, then run the command again with --force';

/**
 * @param cluster the cluster, for messages
 * @throws when somebody else made or keeps the Secret `cacerts`
 */
export function requireReplaceable(cluster: string, cacerts: KubeSecret, force: boolean): void {
  const secret = secretText(cluster, cacerts, CACERTS);
  requireNoController(secret, cacerts);
  if (cacerts.data?.['tls.crt'] !== undefined) {
    throw new Error(`${secret} has a key "tls.crt", and istiod then looks at no other: keep a copy of the Secret, delete it, and run the command again`);
  }
  if (!isOurs(cacerts) && !force) {
    throw new Error(`${secret} was not made by this program, ${KEEP_A_COPY}`);
  }
}

/**
 * @param cluster the cluster, for messages
 * @throws when the Secret has istiod's name for an authority of its own making, but is not of its making
 */
export function requireSelfSigned(cluster: string, selfSigned: KubeSecret, force: boolean): void {
  const secret = secretText(cluster, selfSigned, SELF_SIGNED);
  requireNoController(secret, selfSigned);
  if (selfSigned.type !== MADE_BY_ISTIOD && !force) {
    throw new Error(`${secret} is not of type ${MADE_BY_ISTIOD}, so istiod did not make it, ${KEEP_A_COPY}`);
  }
}

function secretText(cluster: string, { metadata: { namespace } }: KubeSecret, name: string): string {
  return `Secret ${namespace}/${name} of ${cluster}`;
}

function requireNoController(secret: string, object: KubeSecret): void {
  const controller = controllerOf(object);
  if (controller !== undefined) {
    throw new Error(`${secret} is kept by ${controller}, which would undo the change: remove that first, or declare in the mesh who makes the certificate authority`);
  }
}
