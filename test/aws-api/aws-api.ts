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
  /** @param empty accounts and regions where there is nothing yet, beside those of the landscape */
  public static async start(landscape: Landscape, ...empty: readonly Environment[]): Promise<AwsApi> {
    const server = new LineProcess(['-m', 'server']);
    try {
      const { url } = await server.ask([...Object.values(landscape), ...empty]) as { url: string };
      return new AwsApi(landscape, url, server, environmentsOf(landscape, empty));
    } catch (error) {
      await server.end();
      throw error;
    }
  }

  /**
   * An API that another process started, to which it belongs.
   *
   * @param empty as it was started with
   */
  public static connect(landscape: Landscape, url: string, ...empty: readonly Environment[]): AwsApi {
    return new AwsApi(landscape, url, undefined, environmentsOf(landscape, empty));
  }

  private readonly client: LineProcess;

  private constructor(
    public readonly landscape: Landscape,
    public readonly url: string,
    private readonly server: LineProcess | undefined,
    /** All accounts and regions, each once. */
    public readonly environments: readonly Environment[],
  ) {
    this.client = new LineProcess(['client.py']);
    this.client.tell({ url });
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
    return this.started.logLines;
  }

  /** Tells of each request as it was answered, by its line of the log. */
  public onRequest(listener: (line: string) => void): void {
    this.started.onLogLine(listener);
  }

  /** The ids of its processes. */
  public get pids(): number[] {
    return [...this.server ? [this.server.pid] : [], this.client.pid];
  }

  public async stop(): Promise<void> {
    await this.client.end();
    await this.server?.end();
  }

  private get started(): LineProcess {
    if (this.server === undefined) {
      throw new Error(`${this.url} belongs to another process, which has its log`);
    }
    return this.server;
  }
}

/** The accounts and regions of networks, each once. */
export function environmentsOf(landscape: Landscape, more: readonly Environment[] = []): Environment[] {
  const names = [...Object.values(landscape), ...more].map(({ account, region }) => `${account} ${region}`);
  return [...new Set(names)].sort().map(name => ({ account: name.split(' ')[0]!, region: name.split(' ')[1]! }));
}

/** The role with which an operator sets an account up. */
export function administrator(account: string): string {
  return `arn:aws:iam::${account}:role/Administrator`;
}
