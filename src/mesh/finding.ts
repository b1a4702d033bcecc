/** How much a finding matters. */
export enum FindingSeverity {
  /** Something to know. */
  INFO = 'info',
  /** Something to change, or to accept knowingly. */
  WARNING = 'warning',
}

/** Something about a mesh that is allowed, but that a careful owner wants to know of. */
export interface Finding {
  /** The stable id of the rule, for instance `SEC-01`. See docs/findings.md. */
  readonly id: string;
  /** How much it matters. */
  readonly severity: FindingSeverity;
  /** What it is about: a cluster's name, or `consumer -> provider`, or the mesh's id. */
  readonly subject: string;
  /** What was found, and what to do. */
  readonly message: string;
}
