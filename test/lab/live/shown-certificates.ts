import { X509Certificate } from 'crypto';
import { Caller } from '../guide/calls';
import { Commands } from '../guide/commands';

/** What a proxy shows others, and what it trusts. */
export interface ProxyCertificates {
  /** Its own first, then those that vouch for it. */
  readonly chain: readonly X509Certificate[];
  readonly roots: readonly X509Certificate[];
}

/** The parts used here of what `istioctl proxy-config secret -o json` prints. */
interface SecretDump {
  readonly dynamicActiveSecrets: readonly {
    readonly name: string;
    readonly secret: {
      readonly tlsCertificate?: { readonly certificateChain: { readonly inlineBytes: string } };
      readonly validationContext?: { readonly trustedCa: { readonly inlineBytes: string } };
    };
  }[];
}

/** From the proxy of a workload. */
export async function certificatesOf(commands: Commands, { cluster, namespace, workload }: Caller): Promise<ProxyCertificates> {
  const dump = JSON.parse(await commands.istioctl(['proxy-config', 'secret', `${workload}.${namespace}`, '--context', cluster, '-o', 'json'])) as SecretDump;
  const secret = (name: string) => dump.dynamicActiveSecrets.find(found => found.name === name)!.secret;
  return {
    chain: fromPem(secret('default').tlsCertificate!.certificateChain.inlineBytes),
    roots: fromPem(secret('ROOTCA').validationContext!.trustedCa.inlineBytes),
  };
}

/** The kind of a certificate's key and its length, for instance `rsa 4096`. */
export function keyOf({ publicKey }: X509Certificate): string {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  return `${publicKey.asymmetricKeyType} ${modulusLength ?? namedCurve}`;
}

function fromPem(base64: string): X509Certificate[] {
  const pem = Buffer.from(base64, 'base64').toString();
  return (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map(block => new X509Certificate(block));
}
