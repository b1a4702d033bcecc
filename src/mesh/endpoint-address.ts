import { dnsName } from './dns-name';
import { OutputsFile } from './outputs-file';

/**
 * The address under which a consumer reaches the endpoint of a provider.
 *
 * @example
 * cluster1.consume(cluster2, { address: EndpointAddress.fromOutputs('outputs.json') });
 */
export class EndpointAddress {
  /** A name in a private hosted zone of the consumer's VPC, `<provider>.<dnsZone>`, which the consumer stack creates. */
  public static privateHostedZone(): EndpointAddress {
    return new EndpointAddress();
  }

  /**
   * The endpoint's own DNS name, pasted. It leads to one provider, so the two directions of `Mesh.connect` cannot share it.
   *
   * @param name for instance `vpce-0123456789abcdef0-abcdefgh.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com`
   * @throws when it is not a DNS name
   */
  public static fromDnsName(name: string): EndpointAddress {
    return new EndpointAddress(dnsName(name, 'endpoint address'));
  }

  /**
   * The endpoint's own DNS name, read from the file that `cdk deploy --outputs-file` wrote.
   *
   * The file is read when the bundles are written, not when the stacks are. While it lacks an output, writing the bundles fails; under the
   * CDK's command line it says so and goes on, so that `cdk deploy` can write the output.
   *
   * @param path the file, relative to the working directory
   */
  public static fromOutputs(path: string): EndpointAddress {
    return new EndpointAddress(undefined, path);
  }

  private readonly outputs?: OutputsFile;

  private constructor(
    /** The pasted name, if any. */
    public readonly pastedName?: string,
    /** The outputs file, if any. */
    public readonly outputsFile?: string,
  ) {
    this.outputs = outputsFile === undefined ? undefined : new OutputsFile(outputsFile);
  }

  /** Whether the consumer stack creates a name for the endpoint. */
  public get isPrivateHostedZone(): boolean {
    return this.pastedName === undefined && this.outputsFile === undefined;
  }

  /** @internal */
  public _fromOutputsFile(stackName: string, outputKey: string): string {
    const { name, path } = this.outputs!;
    const value = this.outputs!.output(stackName, outputKey, 'the DNS name of the endpoint',
      `deploy the stacks with "cdk deploy --all --outputs-file ${path}" and run this again`);
    return dnsName(value, ['endpoint address', `in output "${outputKey}" of stack "${stackName}" in ${name}`]);
  }
}
