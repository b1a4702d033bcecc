/** How much a finding matters. */
export enum CertsSeverity {
  /** Something does not work, or soon will not. */
  ERROR = 'error',
  /** Something to change, or to accept knowingly. */
  WARNING = 'warning',
}

/** Something that is wrong with certificates or keys. */
export interface CertsFinding {
  /** The stable id of the rule, for instance `CA-04`; see docs/cli.md. */
  readonly id: string;
  readonly severity: CertsSeverity;
  /** What it is about: a file or a directory. */
  readonly subject: string;
  /** What was found, and what to do. */
  readonly message: string;
}

export function error(id: string, subject: string, message: string): CertsFinding {
  return { id, severity: CertsSeverity.ERROR, subject, message };
}

export function warning(id: string, subject: string, message: string): CertsFinding {
  return { id, severity: CertsSeverity.WARNING, subject, message };
}

/** Errors first, then by rule; what one rule found stays in its order. */
export function sorted(findings: readonly CertsFinding[]): CertsFinding[] {
  const rank = ({ severity, id }: CertsFinding) => `${severity === CertsSeverity.ERROR ? 0 : 1}${id}`;
  return [...findings].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}
