import { webcrypto } from 'crypto';
import { ClusterFiles } from './cacerts-secret';
import { decoded } from './observed';
import { CACERTS } from '../../mesh/names';
import { quoted } from '../../mesh/quoted';
import { Certificate } from '../certificate';
import { CERT_CHAIN } from '../certs-directory';
import { errorText } from '../error-text';
import { KubeSecret } from '../kubernetes/kube-api';
import { pemBlocks } from '../pem';
import { cryptoProvider, PublicKey, X509Crl } from '../x509';

cryptoProvider.set(webcrypto);

/** The key of `cacerts` for revocation lists. https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/ */
const CA_CRL = 'ca-crl.pem';

/**
 * With revocation lists, istiod asks for one of every authority in its chain, and does not start without.
 *
 * @param cluster the cluster, for messages
 * @param cacerts the Secret as it is to be
 * @throws when the Secret has lists, but none of an authority that the new chain has
 */
export async function requireRevocationLists(cluster: string, cacerts: KubeSecret, files: ClusterFiles): Promise<void> {
  const text = decoded(cacerts, CA_CRL);
  if (!text) {
    return;
  }
  const secret = `Secret ${cacerts.metadata.namespace}/${CACERTS} of ${cluster}`;
  const lists = readLists(text, secret);
  for (const certificate of Certificate.fromPem(files.get(CERT_CHAIN)!)) {
    const signed = await Promise.all(lists.map(async list => isSignedBy(list, certificate)));
    if (!signed.includes(true)) {
      throw new Error(`${secret} has ${CA_CRL}, and no list in it is signed by ${quoted(certificate.subject)}, serial number ${certificate.serial}: ` +
        'istiod would not start with PILOT_ENABLE_CA_CRL=true; add its list to those that are there first, or remove the key');
    }
  }
}

function readLists(text: string, secret: string): X509Crl[] {
  try {
    return pemBlocks(text).filter(({ type }) => type === 'X509 CRL').map(({ der }) => new X509Crl(new Uint8Array(der)));
  } catch (error) {
    throw new Error(`what ${secret} has as ${CA_CRL} is not a revocation list (${errorText(error)}): istiod would not start with it; replace or remove the key`);
  }
}

async function isSignedBy(list: X509Crl, { publicKey }: Certificate): Promise<boolean> {
  try {
    return await list.verify({ publicKey: new PublicKey(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))) });
  } catch {
    // The signature's algorithm and the key are of different kinds.
    return false;
  }
}
