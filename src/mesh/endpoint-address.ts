import { readFileSync, statSync } from 'fs';
import { dnsName, noToken } from './dns-name';
import { missingOutput } from './missing-output';
import { quoted } from './quoted';

/** The address under which a consumer reaches the endpoint of a provider. */
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
    return new EndpointAddress(undefined, noToken(path, 'path of the outputs file'));
  }

  private _outputs?: { readonly version: string; readonly content: unknown };

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
    const file = `outputs file ${quoted(this.outputsFile)}`;
    const how = `deploy the stacks with "cdk deploy --all --outputs-file ${this.outputsFile}" and run this again`;
    const outputs = this.readOutputs(this.outputsFile!, file, how);
    const missing = `${file} has no output "${outputKey}" of stack "${stackName}"`;
    const stack = field(outputs, stackName);
    if (stack === undefined) {
      throw missingOutput(`${missing} (stacks in it: ${keysOf(outputs)}): ${how}`);
    }
    const value = field(stack, outputKey);
    if (value === undefined) {
      throw missingOutput(`${missing} (outputs of that stack: ${keysOf(stack)}): ${how}`);
    }
    if (typeof value !== 'string') {
      throw new Error(`output "${outputKey}" of stack "${stackName}" in ${file} is ${JSON.stringify(value)}, expected the DNS name of the endpoint: ${how}`);
    }
    return dnsName(value, ['endpoint address', `in output "${outputKey}" of stack "${stackName}" in ${file}`]);
  }

  /** A full mesh asks once for every link; the file is parsed again only when it has changed. */
  private readOutputs(path: string, file: string, how: string): unknown {
    let version: string;
    let text: string;
    try {
      const { mtimeNs, size, ino } = statSync(path, { bigint: true });
      version = `${ino}/${size}/${mtimeNs}`;
      if (this._outputs?.version === version) {
        return this._outputs.content;
      }
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw code === 'ENOENT' ? missingOutput(`${file} does not exist: ${how}`) : new Error(`${file} cannot be read (${oneLine(message)}): ${how}`);
    }
    try {
      const content: unknown = JSON.parse(text);
      this._outputs = { version, content };
      return content;
    } catch (error) {
      throw new Error(`${file} is not JSON (${oneLine((error as Error).message)}): ${how}`);
    }
  }
}

/** The parser quotes the file, line breaks included. */
function oneLine(message: string): string {
  return quoted(message.replace(/\s+/g, ' ')).slice(1, -1).replace(/\\"/g, '"');
}

function keysOf(value: unknown): string {
  const keys = value !== null && typeof value === 'object' ? Object.keys(value).sort() : [];
  return keys.map(key => quoted(key).slice(1, -1)).join(', ') || 'none';
}

function field(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' && Object.prototype.hasOwnProperty.call(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
