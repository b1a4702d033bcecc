import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkedPorts, kubernetesPort } from './service-ports';
import { dnsLabel, dnsLabelWithLetter } from '../mesh/dns-name';
import { ServicePort } from '../mesh/service-port';

/** A service that only other clusters run. */
export interface StubServiceProps {
  /** The namespace of the service. */
  readonly namespace: string;

  /** The name of the service. */
  readonly name: string;

  /** The ports of the service, named and numbered as in the clusters that run it. At least one. */
  readonly ports: ServicePort[];
}

/**
 * A Service without pods, so that callers in this cluster can resolve the name of a service that only other clusters run.
 *
 * istiod adds the endpoints of the other clusters to it. Not for ServiceEntries: it would hide them.
 *
 * @example
 * new StubService(chart, 'Invoices', { namespace: 'billing', name: 'invoices', ports: [ServicePort.grpc(9000)] });
 */
export class StubService extends Construct {
  /**
   * @throws when the namespace or name is not a DNS label, there is no port, or two ports clash
   */
  constructor(scope: Construct, id: string, props: StubServiceProps) {
    super(scope, id);
    const namespace = dnsLabel(props.namespace, ['namespace', 'of a stub service']);
    const name = dnsLabelWithLetter(props.name, ['name', 'of a stub service']);
    new k8s.KubeService(this, 'Resource', {
      metadata: { name, namespace },
      spec: {
        type: 'ClusterIP',
        ports: checkedPorts(props.ports, `${name}.${namespace}`).map(port => kubernetesPort(port)),
      },
    });
  }
}
