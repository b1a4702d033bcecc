import { Chart } from 'cdk8s';

/** A file of a cluster's bundle, before it is rendered. */
export interface BundleFile {
  /** The path inside the bundle, for instance `20-eastwest-gateway.yaml`. */
  readonly path: string;
  /** What the file is for, in one line: its first comment. */
  readonly purpose: string;
  /** The content: API objects put into the given chart, a chart of the user's own, or the values of a Helm chart. */
  readonly content: { readonly chart: (chart: Chart) => void } | { readonly usersChart: Chart } | { readonly values: object };
  /**
   * When Argo CD applies the objects, lower first; undefined for files that kustomize does not apply.
   * https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  readonly syncWave?: number;
}
