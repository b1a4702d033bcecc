import { X509Certificate } from 'crypto';
import { Commands } from '../guide/commands';
import { Lab } from '../lab';

interface SecretDump {
  readonly dynamicActiveSecrets: readonly {
    readonly name: string;
    readonly secret: { readonly tlsCertificate?: { readonly certificateChain: { readonly inlineBytes: string } } };
  }[];
}

/** The serial number of the intermediate that signed what a workload's proxy shows now. */
export async function issuerOf(lab: Lab, cluster: string, namespace: string, deployment: string): Promise<string> {
  const text = await new Commands(lab).istioctl(['proxy-config', 'secret', `deploy/${deployment}`, '-n', namespace, '-o', 'json', '--context', cluster]);
  const own = (JSON.parse(text) as SecretDump).dynamicActiveSecrets.find(({ name }) => name === 'default');
  const chain = Buffer.from(own!.secret.tlsCertificate!.certificateChain.inlineBytes, 'base64').toString();
  const [, issuer] = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)!;
  return new X509Certificate(issuer!).serialNumber;
}
