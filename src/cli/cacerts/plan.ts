import { authoritySum, ClusterFiles, cacertsSecret } from './cacerts-secret';
import { authorityNotes } from './notes';
import { ObservedAuthority } from './observed';
import { requireReplaceable, requireSelfSigned } from './replaceable';
import { requireSameRoot } from './same-root';
import { Workload } from './workloads';
import { CACERTS } from '../../mesh/names';
import { Certificate } from '../certificate';
import { ROOT_CERT } from '../certs-directory';
import { KubeSecret } from '../kubernetes/kube-api';
import { workloadText } from '../kubernetes/workload';

/** What is done to one object. */
export enum ChangeAction {
  CREATE = 'create',
  UPDATE = 'update',
  DELETE = 'delete',
  RESTART = 'restart',
}

/** One change of a cluster. */
export interface Change {
  readonly action: ChangeAction;
  /** The object, for instance `secret istio-system/cacerts`. */
  readonly object: string;
  readonly reason: string;
}

/** What has to be done so that a cluster's istiod signs with an intermediate. */
export interface CacertsPlan {
  readonly changes: Change[];
  /** The Secret as it is to be, with the identity of the one that it replaces; undefined where it is so already. */
  readonly cacerts?: KubeSecret;
  /** The Secret to delete. */
  readonly selfSigned?: KubeSecret;
  /** What is restarted, in this order: a gateway must not ask an istiod that still signs with the old authority. */
  readonly restarts: RestartGroup[];
  /** The sum of the authority, for those that are restarted. */
  readonly authority: string;
  /** What to know, beside the changes. */
  readonly notes: string[];
}

/** Workloads that can be restarted at the same time. */
export interface RestartGroup {
  /** Those that still have another authority. */
  readonly restarted: Workload[];
  /** All of them, because a run before this one may not have waited to the end. */
  readonly awaited: Workload[];
}

/** What a cluster is to have. */
export interface DesiredAuthority {
  readonly namespace: string;
  readonly files: ClusterFiles;
  readonly restart: boolean;
  /** Whether to replace a Secret that this program did not make. */
  readonly force: boolean;
  /** Whether to replace a root that shares nothing with the new one. */
  readonly replaceRoot: boolean;
}

/** What a cluster is called. */
export interface ClusterNames {
  /** In the mesh. */
  readonly cluster: string;
  /** In messages. */
  readonly name: string;
}

/**
 * What is to be changed in a cluster.
 *
 * @throws when the cluster trusts another root, or somebody else keeps its authority
 */
export function planCacerts(cluster: ClusterNames, observed: ObservedAuthority, desired: DesiredAuthority): CacertsPlan {
  const { namespace, files, force, replaceRoot, restart } = desired;
  const roots = Certificate.fromPem(files.get(ROOT_CERT)!);
  const cacerts = cacertsSecret(namespace, observed.cacerts, files);
  if (observed.cacerts && (cacerts || observed.cacerts.data?.['tls.crt'] !== undefined)) {
    requireReplaceable(cluster.name, observed.cacerts, force);
  }
  if (observed.selfSigned) {
    requireSelfSigned(cluster.name, observed.selfSigned, force);
  }
  if (!replaceRoot) {
    requireSameRoot(cluster.name, observed, roots);
  }

  const authority = authoritySum(files);
  const isWaiting = (workload: Workload) => workload.authority !== authority && (cacerts !== undefined || !isYounger(workload, observed.cacerts!));
  const { istiods = [], gateways = [] } = observed.workloads ?? {};
  const restarts = restart ? [istiods, gateways].map(awaited => ({ awaited, restarted: awaited.filter(isWaiting) })) : [];
  return {
    changes: [
      ...(cacerts ? [{
        action: observed.cacerts ? ChangeAction.UPDATE : ChangeAction.CREATE,
        object: `secret ${namespace}/${CACERTS}`,
        reason: `the intermediate of ${cluster.cluster}, with its key`,
      }] : []),
      ...(observed.selfSigned ? [{
        action: ChangeAction.DELETE, object: `secret ${namespace}/${observed.selfSigned.metadata.name}`, reason: 'the authority that istiod made for itself',
      }] : []),
      ...restarts.flatMap(({ restarted }, index) => restarted.map(workload => ({
        action: ChangeAction.RESTART,
        object: workloadText(workload),
        reason: index === 0 ? 'takes the authority at its start' : 'takes certificates of the new authority',
      }))),
    ],
    cacerts,
    selfSigned: observed.selfSigned,
    restarts,
    authority,
    notes: authorityNotes(observed, { roots, restart, isNew: cacerts !== undefined, waiting: observed.workloads && istiods.filter(isWaiting) }),
  };
}

/** Whether the workload was made after the last change of the Secret, both by the API server's clock, which counts seconds. */
function isYounger({ created }: Workload, { metadata: { creationTimestamp, managedFields = [] } }: KubeSecret): boolean {
  const times = [creationTimestamp, ...managedFields.map(({ time }) => time)].flatMap(time => (time === undefined ? [] : [Date.parse(time)]));
  return times.length > 0 && created.getTime() > Math.max(...times);
}
