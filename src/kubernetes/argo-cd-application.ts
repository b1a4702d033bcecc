import { Construct } from 'constructs';
import { repositoryPath } from './repository-path';
import { Application } from '../../imports/argoproj.io';
import { dnsLabel, noToken } from '../mesh/dns-name';
import { objectName } from '../mesh/object-name';

/** A bundle that Argo CD applies to a cluster. */
export interface ArgoCdApplicationProps {
  /** The name of the Application. */
  readonly name: string;

  /** The Git repository, for instance `https://github.com/example/mesh.git`. */
  readonly repoUrl: string;

  /** The directory of the bundle in the repository, for instance `dist/cluster1`. */
  readonly path: string;

  /** The branch, tag or commit. */
  readonly targetRevision: string;

  /** The Argo CD project. */
  readonly project: string;

  /** The namespace of Argo CD. */
  readonly argoNamespace: string;

  /**
   * The URL of the cluster's API server, as Argo CD knows it.
   *
   * @default - none; give `destinationName` instead
   */
  readonly destinationServer?: string;

  /**
   * The name of the cluster, as Argo CD knows it.
   *
   * @default - none; give `destinationServer` instead
   */
  readonly destinationName?: string;
}

/**
 * An Argo CD Application that keeps a cluster as its bundle says. Deleting the Application leaves the cluster as it is.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
 *
 * @example
 * new ArgoCdApplication(chart, 'Cluster1', {
 *   name: 'mesh-cluster1',
 *   repoUrl: 'https://github.com/example/mesh.git',
 *   path: 'dist/cluster1',
 *   targetRevision: 'main',
 *   project: 'default',
 *   argoNamespace: 'argocd',
 *   destinationName: 'cluster1',
 * });
 */
export class ArgoCdApplication extends Construct {
  /**
   * @throws when a name or path is not valid, or not exactly one destination is given
   */
  constructor(scope: Construct, id: string, props: ArgoCdApplicationProps) {
    super(scope, id);
    const name = objectName(props.name, 'Argo CD application');
    const { destinationServer: server, destinationName } = props;
    if ((server === undefined) === (destinationName === undefined)) {
      throw new Error(`Argo CD application "${name}" has ${server === undefined ? 'no destination' : 'two destinations'}: ` +
        'give exactly one of destinationServer and destinationName');
    }
    for (const key of ['repoUrl', 'targetRevision', 'project', 'destinationServer', 'destinationName'] as const) {
      const value = props[key];
      if (value !== undefined && noToken(value, `${key} of Argo CD application "${name}"`).trim() === '') {
        throw new Error(`${key} of Argo CD application "${name}" is empty: give a value`);
      }
    }
    new Application(this, 'Resource', {
      metadata: { name, namespace: dnsLabel(props.argoNamespace, 'namespace of Argo CD') },
      spec: {
        project: props.project,
        source: {
          repoUrl: props.repoUrl,
          path: repositoryPath(props.path, ['path', `of Argo CD application "${name}"`]),
          targetRevision: props.targetRevision,
        },
        destination: server === undefined ? { name: destinationName } : { server },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          // Fields that controllers and webhooks write stay theirs.
          syncOptions: ['ServerSideApply=true'],
          // Until istiod runs, its webhooks refuse configuration.
          retry: { limit: 10, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
        },
      },
    });
  }
}
