import { CliFinding, warning } from '../finding';
import { ClusterMaterial } from './material';
import { quoted } from '../../mesh/quoted';
import { CA_CERT } from '../certs-directory';
import { istiodDnsNames } from '../intermediates';
import { MeshFileCluster } from '../mesh-file';

/** The default installation, for certificates of which no mesh is known. */
const DEFAULT_ISTIOD = { istioNamespace: 'istio-system' };

/** Whether the certificate names the cluster's istiod, as Istio documents it. */
export function checkIstiodNames({ certificate, file }: ClusterMaterial, cluster: MeshFileCluster | undefined): CliFinding[] {
  const missing = istiodDnsNames(cluster ?? DEFAULT_ISTIOD).filter(dnsName => certificate && !certificate.dnsNames.includes(dnsName));
  return missing.length === 0 ? [] : [warning('CA-24', file(CA_CERT),
    `the certificate does not name the cluster's istiod (subject alternative name ${missing.map(quoted).join(' and ')}): renew it, or see that nothing relies on the name`)];
}
