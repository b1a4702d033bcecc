import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { openssl } from './openssl';

/**
 * Makes what `make -f Makefile.selfsigned.mk root-ca <cluster>-cacerts` of Istio makes, with its commands, extensions and names
 * (istio/istio, tools/certs/common.mk and Makefile.selfsigned.mk), but shorter keys: the originals take seconds each.
 */
export function makeAsIstio(directory: string, clusters: readonly string[]): void {
  mkdirSync(directory, { recursive: true });
  const run = (...args: string[]) => openssl(args, { cwd: directory });
  writeFileSync(join(directory, 'root-ca.conf'), configuration('critical, CA:true', 'CN = Root CA', ''));
  run('genrsa', '-out', 'root-key.pem', '2048');
  run('req', '-sha256', '-new', '-key', 'root-key.pem', '-config', 'root-ca.conf', '-out', 'root-cert.csr');
  run('x509', '-req', '-sha256', '-days', '3650', '-signkey', 'root-key.pem', '-extensions', 'req_ext', '-extfile', 'root-ca.conf', '-in', 'root-cert.csr', '-out', 'root-cert.pem');
  for (const cluster of clusters) {
    mkdirSync(join(directory, cluster));
    writeFileSync(join(directory, cluster, 'intermediate.conf'),
      configuration('critical, CA:true, pathlen:0', `CN = Intermediate CA\nL = ${cluster}`, 'subjectAltName=@san\n[ san ]\nDNS.1 = istiod.istio-system.svc'));
    run('genrsa', '-out', `${cluster}/ca-key.pem`, '2048');
    run('req', '-sha256', '-new', '-config', `${cluster}/intermediate.conf`, '-key', `${cluster}/ca-key.pem`, '-out', `${cluster}/cluster-ca.csr`);
    run('x509', '-req', '-sha256', '-days', '3650', '-CA', 'root-cert.pem', '-CAkey', 'root-key.pem', '-CAcreateserial',
      '-extensions', 'req_ext', '-extfile', `${cluster}/intermediate.conf`, '-in', `${cluster}/cluster-ca.csr`, '-out', `${cluster}/ca-cert.pem`);
    const [certificate, root] = ['ca-cert.pem', '../root-cert.pem'].map(file => readFileSync(join(directory, cluster, file), 'utf8'));
    writeFileSync(join(directory, cluster, 'cert-chain.pem'), certificate + root);
    writeFileSync(join(directory, cluster, 'root-cert.pem'), root);
  }
}

function configuration(basicConstraints: string, names: string, more: string): string {
  return `[ req ]
encrypt_key = no
prompt = no
utf8 = yes
default_md = sha256
req_extensions = req_ext
x509_extensions = req_ext
distinguished_name = req_dn
[ req_ext ]
subjectKeyIdentifier = hash
basicConstraints = ${basicConstraints}
keyUsage = critical, digitalSignature, nonRepudiation, keyEncipherment, keyCertSign
${more}
[ req_dn ]
O = Istio
${names}
`;
}
