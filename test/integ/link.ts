import { env } from './environment';
import { ClusterVpc, LinkOptions, Mesh, MeshClusterProps, MeshLink, ServicePort } from '../../src';

/** What a mesh of two clusters is made of. */
export interface LinkProps extends LinkOptions {
  /** The name of the mesh, and so of stacks and secrets: each test has its own. */
  readonly meshId: string;
  /** Properties of the consumer. */
  readonly consumer?: Partial<MeshClusterProps>;
  /** Properties of the provider. */
  readonly provider?: Partial<MeshClusterProps>;
}

/** A mesh of the clusters `consumer` and `provider`, the one calling the other. A VPC that is not given is in no template, and need not exist. */
export function link(props: LinkProps): MeshLink {
  const { meshId, consumer, provider, ...options } = props;
  const mesh = new Mesh({ meshId });
  const cluster = (name: string, digit: number, overrides: Partial<MeshClusterProps> = {}) => mesh.addCluster(name, {
    ...env,
    podCidrs: ['10.0.0.0/16'],
    vpc: ClusterVpc.fromAttributes({
      vpcId: `vpc-0000000${digit}`,
      availabilityZones: [`${env.region}a`],
      subnetIds: [`subnet-0000000${digit}`],
    }),
    ...overrides,
  });
  const [calling, called] = [cluster('consumer', 1, consumer), cluster('provider', 2, provider)];
  called.exportService({ namespace: 'orders', name: 'api', ports: [ServicePort.http(80)], serviceAccount: 'api' });
  return calling.consume(called, options);
}
