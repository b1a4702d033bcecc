import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { programOf } from './programs';
import { component } from '../../../scripts/components/build';
import { LabProcess } from '../lab-process';
import { LabVpc } from '../vpc';

/** The user as which CoreDNS asks the API server. */
export const COREDNS_USER = 'coredns';

/** Where names of no zone are denied. */
const DENIAL_PORT = 5300;

/** Cluster DNS, and the resolver of the VPC: one CoreDNS with an address for each. */
export class Dns {
  public readonly process: LabProcess;

  /**
   * @param directory with `coredns.kubeconfig`
   * @param zones where the zone files of the VPC's resolver are
   */
  public constructor(private readonly vpc: LabVpc, private readonly directory: string, private readonly zones: string) {
    this.process = programOf(vpc.cluster, 'coredns');
  }

  public writeConfiguration(): void {
    mkdirSync(this.zones, { recursive: true });
    const { cluster, nodeAddress, resolver } = this.vpc;
    writeFileSync(join(this.directory, 'Corefile'), `cluster.local:53 in-addr.arpa:53 {
  bind ${nodeAddress}
  errors
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${join(this.directory, 'coredns.kubeconfig')} ${cluster}
    pods insecure
    fallthrough in-addr.arpa
  }
  forward . ${resolver} {
    health_check 60s
  }
}
.:53 {
  bind ${nodeAddress}
  errors
  forward . ${resolver} {
    health_check 60s
  }
}
# Zones may come and go, so no server block can name them.
.:53 {
  bind ${resolver}
  errors
  auto {
    directory ${this.zones} ^([^.].*)$ {1}
    reload 2s
  }
  forward . 127.0.0.1:${DENIAL_PORT} {
    health_check 60s
  }
}
# What the resolver has no zone for does not exist: nothing here leads to the Internet.
.:${DENIAL_PORT} {
  bind 127.0.0.1
  template ANY ANY {
    rcode NXDOMAIN
    authority "{{ .Zone }} 60 IN SOA localhost. nobody.localhost. 1 3600 600 86400 60"
  }
}
`);
  }

  public start(): void {
    this.process.start(component('coredns'), ['-conf', join(this.directory, 'Corefile')], { namespace: this.vpc.namespace });
  }

  /** What the API server is to hold: what CoreDNS may read, and the Service at the address that pods are told. */
  public manifests(): object[] {
    const metadata = { name: 'coredns' };
    const kubeDns = { name: 'kube-dns', namespace: 'kube-system' };
    const ports = [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }];
    return [
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata,
        rules: [
          { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
          { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
        ],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'coredns' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: COREDNS_USER }],
      },
      { apiVersion: 'v1', kind: 'Service', metadata: kubeDns, spec: { clusterIP: this.vpc.clusterDns, ports } },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { ...kubeDns, labels: { 'kubernetes.io/service-name': kubeDns.name } },
        addressType: 'IPv4',
        endpoints: [{ addresses: [this.vpc.nodeAddress] }],
        ports,
      },
    ];
  }
}
