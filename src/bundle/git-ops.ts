/** Where Argo CD finds the bundles. */
export interface ArgoCdOptions {
  /** The Git repository that holds the bundles. */
  readonly repoUrl: string;

  /**
   * The branch, tag or commit.
   *
   * @default 'HEAD'
   */
  readonly targetRevision?: string;

  /**
   * The folder of the bundles in the repository.
   *
   * @default 'dist'
   */
  readonly path?: string;

  /**
   * The Argo CD project.
   *
   * @default 'default'
   */
  readonly project?: string;

  /**
   * The namespace of Argo CD.
   *
   * @default 'argocd'
   */
  readonly namespace?: string;
}

/** The kind of a Flux source. */
export enum FluxSourceKind {
  /** A Git repository. */
  GIT_REPOSITORY = 'GitRepository',
  /** An OCI repository. */
  OCI_REPOSITORY = 'OCIRepository',
  /** A bucket. */
  BUCKET = 'Bucket',
}

/** Where Flux finds the bundles. */
export interface FluxOptions {
  /**
   * The folder of the bundles in the source.
   *
   * @default './dist'
   */
  readonly path?: string;

  /**
   * The name of the source.
   *
   * @default 'flux-system'
   */
  readonly sourceName?: string;

  /**
   * The kind of the source.
   *
   * @default FluxSourceKind.GIT_REPOSITORY
   */
  readonly sourceKind?: FluxSourceKind;

  /**
   * The namespace of Flux in each cluster.
   *
   * @default 'flux-system'
   */
  readonly namespace?: string;
}

/**
 * The GitOps controller that applies the bundles.
 *
 * @example
 * new MeshBundles({ mesh, gitOps: GitOps.argoCd({ repoUrl: 'https://github.com/example/mesh.git' }) }).synth();
 */
export class GitOps {
  /**
   * Argo CD: an `Application` per cluster in `gitops/application.yaml`, and a sync wave on every object.
   *
   * Argo CD must know each cluster under its name in the mesh.
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  public static argoCd(options: ArgoCdOptions): GitOps {
    return new GitOps(options);
  }

  /**
   * Flux: a `Kustomization` per cluster in `gitops/kustomization.yaml`, which waits until an east-west gateway that the bundle
   * installs is healthy.
   *
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
   */
  public static flux(options: FluxOptions = {}): GitOps {
    return new GitOps(undefined, options);
  }

  private constructor(
    /** Where Argo CD finds the bundles. Undefined with Flux. */
    public readonly argoCdOptions?: ArgoCdOptions,
    /** Where Flux finds the bundles. Undefined with Argo CD. */
    public readonly fluxOptions?: FluxOptions,
  ) {}
}
