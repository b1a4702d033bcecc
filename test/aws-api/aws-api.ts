import { Landscape } from './landscape';
import { LineProcess } from './line-process';

/** An account and a region in it. */
export interface Environment {
  readonly account: string;
  readonly region: string;
}

/** What the API answers. */
// The shapes are those of AWS, which are not in any type of this project.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = any;

/** The API refused a call. */
export class AwsError extends Error {
  constructor(public readonly code: string, message: string) {
    super(`${code}: ${message}`);
  }
}

/** An AWS API on this machine, with accounts and what exists in them before anything is deployed. */
export class AwsApi {
  public static async start(landscape: Landscape): Promise<AwsApi> {
    const server = new LineProcess(['-m', 'server']);
    try {
      const { url } = await server.ask(Object.values(landscape)) as { url: string };
      return new AwsApi(landscape, url, server);
    } catch (error) {
      await server.end();
      throw error;
    }
  }

  private readonly client: LineProcess;

  private constructor(public readonly landscape: Landscape, public readonly url: string, private readonly server: LineProcess) {
    this.client = new LineProcess(['client.py']);
    this.client.tell({ url });
  }

  /** The accounts and regions of the landscape, each once. */
  public get environments(): Environment[] {
    const names = Object.values(this.landscape).map(({ account, region }) => `${account} ${region}`);
    return [...new Set(names)].sort().map(name => ({ account: name.split(' ')[0]!, region: name.split(' ')[1]! }));
  }

  /**
   * Calls an operation as the administrator of an account.
   *
   * @param operation in boto3's spelling, for instance `describe_vpcs`
   * @throws AwsError when the API refuses
   */
  public async call({ account, region }: Environment, service: string, operation: string, parameters: object = {}): Promise<Answer> {
    return this.callAs(administrator(account), region, service, operation, parameters);
  }

  /**
   * Calls an operation as a role, or as the operator, who is in no account of the landscape.
   *
   * @throws AwsError when the API refuses
   */
  public async callAs(role: string | undefined, region: string, service: string, operation: string, parameters: object = {}): Promise<Answer> {
    const { result, error } = await this.client.ask({ role: role ?? null, region, service, operation, parameters }) as Answer;
    if (error) {
      throw new AwsError(error.code, error.message);
    }
    return result;
  }

  /** Every request so far: account, region, service, operation and status, and the answer below it where it was refused. */
  public get log(): readonly string[] {
    return this.server.logLines;
  }

  /** The ids of its processes. */
  public get pids(): number[] {
    return [this.server.pid, this.client.pid];
  }

  public async stop(): Promise<void> {
    await this.client.end();
    await this.server.end();
  }
}

/** The role with which an operator sets an account up. */
export function administrator(account: string): string {
  return `arn:aws:iam::${account}:role/Administrator`;
}
