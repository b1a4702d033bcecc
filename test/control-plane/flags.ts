/**
 * What the servers of a control plane are told wherever one runs in tests: on the loopback interface (test/api-server) and in a network namespace
 * (test/lab).
 */

/** Who signs the tokens of service accounts. */
const ISSUER = 'https://kubernetes.default.svc';

/** etcd has no peers here, but wants an address for them: any port. */
const PEER_URL = 'http://127.0.0.1:0';

/** Where the servers of a control plane are, and what they keep in which files. */
export interface ControlPlane {
  readonly name: string;
  /** The path of one of the files of `controlPlaneKeys`, or of the directory `etcd`. */
  readonly file: (name: string) => string;
  readonly etcdPort: number;
  /** The address that the API server listens on. */
  readonly bindAddress: string;
  /** The address of the API server that is told to others. */
  readonly advertiseAddress: string;
  readonly apiPort: number;
  /** The range that Services get their addresses from. */
  readonly serviceRange: string;
}

/** The flags of each server. */
export interface ControlPlaneFlags {
  readonly etcd: readonly string[];
  readonly apiServer: readonly string[];
  readonly controllerManager: readonly string[];
}

export function controlPlaneFlags(controlPlane: ControlPlane): ControlPlaneFlags {
  return { etcd: etcdFlags(controlPlane), apiServer: apiServerFlags(controlPlane), controllerManager: controllerManagerFlags(controlPlane) };
}

function etcdFlags({ name, file, etcdPort }: ControlPlane): string[] {
  const url = `https://127.0.0.1:${etcdPort}`;
  return [
    `--name=${name}`,
    `--data-dir=${file('etcd')}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    '--client-cert-auth=true',
    `--trusted-ca-file=${file('ca.crt')}`,
    `--cert-file=${file('etcd.crt')}`,
    `--key-file=${file('etcd.key')}`,
    `--listen-peer-urls=${PEER_URL}`,
    `--initial-advertise-peer-urls=${PEER_URL}`,
    `--initial-cluster=${name}=${PEER_URL}`,
    // Nothing outlives the machine anyway.
    '--unsafe-no-fsync=true',
    '--log-level=warn',
  ];
}

function apiServerFlags({ file, etcdPort, bindAddress, advertiseAddress, apiPort, serviceRange }: ControlPlane): string[] {
  return [
    `--bind-address=${bindAddress}`,
    `--advertise-address=${advertiseAddress}`,
    `--secure-port=${apiPort}`,
    `--tls-cert-file=${file('apiserver.crt')}`,
    `--tls-private-key-file=${file('apiserver.key')}`,
    `--client-ca-file=${file('ca.crt')}`,
    `--etcd-servers=https://127.0.0.1:${etcdPort}`,
    `--etcd-cafile=${file('ca.crt')}`,
    `--etcd-certfile=${file('apiserver.crt')}`,
    `--etcd-keyfile=${file('apiserver.key')}`,
    '--authorization-mode=Node,RBAC',
    `--service-account-issuer=${ISSUER}`,
    `--service-account-key-file=${file('service-accounts.pub')}`,
    `--service-account-signing-key-file=${file('service-accounts.key')}`,
    `--service-cluster-ip-range=${serviceRange}`,
    '--allow-privileged=true',
  ];
}

function controllerManagerFlags({ file }: ControlPlane): string[] {
  return [
    `--kubeconfig=${file('controller-manager.kubeconfig')}`,
    `--root-ca-file=${file('ca.crt')}`,
    `--service-account-private-key-file=${file('service-accounts.key')}`,
    '--use-service-account-credentials=true',
    '--leader-elect=false',
    // Nobody asks it anything.
    '--secure-port=0',
  ];
}
