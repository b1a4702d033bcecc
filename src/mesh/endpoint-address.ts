import { existsSync, readFileSync } from 'fs';
import { dnsName } from './dns-name';

/** The address under which a consumer reaches the endpoint of a provider. */
export class EndpointAddress {
  /** A name in a private hosted zone of the consumer's VPC, `<provider>.<dnsZone>`, which the consumer stack creates. */
  public static privateHostedZone(): EndpointAddress {
    return new EndpointAddress();
  }

  /**
   * The endpoint's own DNS name, pasted.
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
   * The file is read when the bundles are written, not when the stacks are.
   * @param path the file, relative to the working directory
   */
  public static fromOutputs(path: string): EndpointAddress {
    return new EndpointAddress(undefined, path);
  }

  private constructor(
    /** The pasted name, if any. */
    public readonly pastedName?: string,
    /** The outputs file, if any. */
    public readonly outputsFile?: string,
  ) {}

  /** Whether the consumer stack creates a name for the endpoint. */
  public get isPrivateHostedZone(): boolean {
    return this.pastedName === undefined && this.outputsFile === undefined;
  }

  /** @internal */
  public _fromOutputsFile(stackName: string, outputKey: string): string {
    const file = this.outputsFile!;
    const how = `deploy the stacks with "cdk deploy --all --outputs-file ${file}" and run this again`;
    if (!existsSync(file)) {
      throw new Error(`outputs file "${file}" does not exist: ${how}`);
    }
    let outputs: unknown;
    try {
      outputs = JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new Error(`outputs file "${file}" is not JSON (${(error as Error).message}): ${how}`);
    }
    const value = field(field(outputs, stackName), outputKey);
    if (typeof value !== 'string') {
      const known = outputs && typeof outputs === 'object' ? Object.keys(outputs).sort().join(', ') : '';
      throw new Error(`outputs file "${file}" has no output "${outputKey}" of stack "${stackName}" (stacks in it: ${known || 'none'}): ${how}`);
    }
    return dnsName(value, `output "${outputKey}" of stack "${stackName}" in "${file}"`);
  }
}

function field(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' && Object.prototype.hasOwnProperty.call(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
