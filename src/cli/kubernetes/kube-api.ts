import { Kubectl, KubectlError, KubectlOptions } from './kubectl';
import { WorkloadName, workloadText } from './workload';
import { isRecord } from '../../mesh/mesh-json';
import { quoted } from '../../mesh/quoted';

/** An object of the Kubernetes API, as far as the commands look into it. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: KubeMetadata;
}

export interface KubeMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string;
  /** Who wrote which fields, and when. */
  readonly managedFields?: readonly { readonly time?: string }[];
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
}

export interface KubeSecret extends KubeObject {
  readonly type?: string;
  /** In Base64. */
  readonly data?: { readonly [key: string]: string };
}

export interface KubeConfigMap extends KubeObject {
  readonly data?: { readonly [key: string]: string };
}

/** What an API server says to a change of an object that somebody else changed or made meanwhile. */
const CHANGED = ['Conflict', 'AlreadyExists'];

/**
 * The API of one cluster.
 *
 * Requests are made as they are (`kubectl get --raw`): `kubectl apply` would repeat a Secret's content in an annotation, and other
 * verbs ask for all kinds of the API first.
 */
export class KubeApi {
  /**
   * @param cluster the name of the cluster in the mesh
   * @param context the context of the kubeconfig that leads there
   */
  constructor(private readonly kubectl: Kubectl, public readonly cluster: string, public readonly context: string) {}

  /** The cluster and the context, for messages. */
  public get name(): string {
    return `cluster ${quoted(this.cluster)} (context ${quoted(this.context)})`;
  }

  /** The object at a path, or undefined where there is none. */
  public async find<T extends KubeObject>(path: string): Promise<T | undefined> {
    try {
      return await this.get<T>(path);
    } catch (error) {
      if ((error as KubeApiError).reason === 'NotFound') {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * @throws KubeApiError when it is not there, or cannot be read
   */
  public async get<T extends KubeObject>(path: string): Promise<T> {
    return this.parse(await this.request('get', path), path, ({ metadata }) => isRecord(metadata));
  }

  /** The objects of a collection, with every label given. */
  public async list<T extends KubeObject>(path: string, labels: { readonly [key: string]: string } = {}): Promise<T[]> {
    const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');
    const query = selector === '' ? '' : `?labelSelector=${encodeURIComponent(selector)}`;
    return this.parse<{ items: T[] }>(await this.request('get', `${path}${query}`), path, ({ items }) => Array.isArray(items)).items;
  }

  /**
   * Makes an object, or asks one a question: reviews and token requests are made in the same way.
   *
   * @param path the collection
   * @throws KubeApiError when there is one of that name already
   */
  public async create<T>(path: string, object: object): Promise<T> {
    return this.parse(await this.request('create', path, object), path, () => true);
  }

  /**
   * Replaces an object.
   *
   * @param object with the `resourceVersion` that was read
   * @throws KubeApiError when somebody else changed it meanwhile
   */
  public async replace<T extends KubeObject>(path: string, object: T): Promise<T> {
    return this.parse(await this.request('replace', path, object), path, () => true);
  }

  /**
   * Deletes exactly the object that was read; one that is gone is fine.
   *
   * @throws KubeApiError when another of that name took its place meanwhile
   */
  public async remove(path: string, { metadata: { uid, resourceVersion } }: KubeObject): Promise<void> {
    try {
      await this.request('delete', path, { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid, resourceVersion } });
    } catch (error) {
      if ((error as KubeApiError).reason !== 'NotFound') {
        throw error;
      }
    }
  }

  /** Gives the pods of a workload annotations, and so starts them anew. */
  public async annotatePods(workload: WorkloadName, annotations: { readonly [key: string]: string }): Promise<void> {
    const patch = { spec: { template: { metadata: { annotations } } } };
    await this.run(`restart ${workloadText(workload)}`, ['patch', ...target(workload), '--type=merge', `--patch=${JSON.stringify(patch)}`]);
  }

  /**
   * Waits until the new pods of a workload are ready and the old ones gone.
   *
   * @throws when they are not in time
   */
  public async waitForRollout(workload: WorkloadName, timeoutSeconds: number): Promise<void> {
    try {
      await this.run(`wait for ${workloadText(workload)}`, ['rollout', 'status', ...target(workload), `--timeout=${timeoutSeconds}s`], { waitsSeconds: timeoutSeconds });
    } catch (error) {
      throw error instanceof KubeApiError && error.reason === undefined
        ? new Error(`${error.message}: see why with "kubectl describe ${target(workload).join(' ')} --context=${this.context}", then run the command again; ` +
          'it goes on where it stopped')
        : error;
    }
  }

  private async request(verb: string, path: string, body?: object): Promise<string> {
    return this.run(requestText(verb, path), [verb, `--raw=${path}`, ...(body ? ['-f', '-'] : [])], { input: body && JSON.stringify(body) });
  }

  private async run(what: string, args: string[], options: KubectlOptions = {}): Promise<string> {
    try {
      return await this.kubectl.run([...args, `--context=${this.context}`], options);
    } catch (error) {
      throw error instanceof KubectlError ? new KubeApiError(this.name, what, error) : error;
    }
  }

  /** What came is not quoted: it may be a Secret. */
  private parse<T>(text: string, path: string, isWhatWasAsked: (answer: Record<string, unknown>) => boolean): T {
    try {
      const answer: unknown = JSON.parse(text);
      if (isRecord(answer) && isWhatWasAsked(answer)) {
        return answer as T;
      }
    } catch {
      // Said below.
    }
    throw new Error(`${this.name}: what was answered to ${quoted(requestText('get', path))} is not of the Kubernetes API: see that the context leads to an API server`);
  }
}

/** A request as text, for instance `get istio-system/secrets/cacerts`. */
function requestText(verb: string, path: string): string {
  return `${verb} ${path.replace(/^\/apis?\/([a-z0-9.]+\/)?v\d\w*\//, '').replace(/^namespaces\/(?=[^/]+\/)/, '').replace(/\?.*$/, '')}`;
}

function target({ kind, namespace, name }: WorkloadName): string[] {
  return [`${kind}/${name}`, `--namespace=${namespace}`];
}

/** What went wrong with one request to one cluster. */
export class KubeApiError extends Error {
  /** Why the API server refused, in its own words, for instance `Forbidden`. */
  public readonly reason?: string;

  constructor(cluster: string, what: string, { message, reason }: KubectlError) {
    const hint = reason !== undefined && CHANGED.includes(reason) ? ': somebody else changed it at the same time, run the command again' : '';
    super(`${cluster}: cannot ${what}: ${message}${hint}`);
    this.name = 'Error';
    this.reason = reason;
  }
}

export function secretsPath(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/secrets`;
}

export function secretPath(namespace: string, name: string): string {
  return `${secretsPath(namespace)}/${name}`;
}

export function configMapPath(namespace: string, name: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps/${name}`;
}
