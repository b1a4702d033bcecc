import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Environment } from '../../aws-api/aws-api';
import { Landscape } from '../../aws-api/landscape';
import { LAB_DIRECTORY } from '../lab-directory';
import { LabCluster } from './lab-cluster';
import { PrivateLinkStatus } from './status';

/** What the process of the links is started with. */
export interface PrivateLinkInput {
  readonly clusters: readonly LabCluster[];
  /** What the AWS accounts hold before anything is deployed: also clusters that do not run here. */
  readonly landscape: Landscape;
  /** Accounts and regions where there is nothing yet, beside those of the landscape. */
  readonly empty?: readonly Environment[];
}

/** Where the AWS API of the lab is. */
export interface AwsApiAddress {
  readonly url: string;
  readonly landscape: Landscape;
  readonly empty: readonly Environment[];
}

/** The files by which the process of the links and others know of each other. Each is replaced as a whole. */
export class PrivateLinkFiles {
  public readonly input: JsonFile<PrivateLinkInput>;
  public readonly awsApi: JsonFile<AwsApiAddress>;
  public readonly status: JsonFile<PrivateLinkStatus>;
  /** Links that are cut on purpose, as `<consumer>-><provider>`. */
  public readonly cuts: JsonFile<readonly string[]>;

  public constructor(private readonly directory = LAB_DIRECTORY) {
    this.input = new JsonFile(join(directory, 'private-link-input.json'));
    this.awsApi = new JsonFile(join(directory, 'aws-api.json'));
    this.status = new JsonFile(join(directory, 'private-link.json'));
    this.cuts = new JsonFile(join(directory, 'private-link-cuts.json'));
  }

  public get kubeconfig(): string {
    return join(this.directory, 'kubeconfig');
  }

  /** Where the resolver of a cluster's VPC has its zones from. */
  public zones(cluster: string): string {
    return join(this.directory, cluster, 'zones');
  }

  public remove(): void {
    [this.input, this.awsApi, this.status, this.cuts].forEach(file => file.remove());
  }
}

/** A file that holds one value. */
export class JsonFile<Value> {
  public constructor(public readonly path: string) {}

  public read(): Value | undefined {
    return existsSync(this.path) ? JSON.parse(readFileSync(this.path, 'utf8')) as Value : undefined;
  }

  public write(value: Value): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const unfinished = `${this.path}.unfinished`;
    writeFileSync(unfinished, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(unfinished, this.path);
  }

  public remove(): void {
    rmSync(this.path, { force: true });
  }
}
