import { colorsOf, printLine, Terminal } from './terminal';

/** How much a finding matters. */
export enum CliSeverity {
  /** Something does not work, or soon will not. */
  ERROR = 'error',
  /** Something to change, or to accept knowingly. */
  WARNING = 'warning',
}

/** Something that a command found to be wrong. */
export interface CliFinding {
  /** The stable id of the rule, for instance `CA-04`; see docs/cli.md. */
  readonly id: string;
  readonly severity: CliSeverity;
  /** What it is about: a file, a directory, a cluster or a link. */
  readonly subject: string;
  /** What was found, and what to do. */
  readonly message: string;
}

export function error(id: string, subject: string, message: string): CliFinding {
  return { id, severity: CliSeverity.ERROR, subject, message };
}

export function warning(id: string, subject: string, message: string): CliFinding {
  return { id, severity: CliSeverity.WARNING, subject, message };
}

/** Errors first, then by rule; what one rule found stays in its order. */
export function sorted(findings: readonly CliFinding[]): CliFinding[] {
  const rank = ({ severity, id }: CliFinding) => `${severity === CliSeverity.ERROR ? 0 : 1}${id}`;
  return [...findings].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

/** Prints findings for people, a line each. */
export function printFindings(terminal: Terminal, findings: readonly CliFinding[]): void {
  const { red, yellow } = colorsOf(terminal.stdout, terminal.env);
  for (const { id, severity, subject, message } of findings) {
    printLine(terminal, `${(severity === CliSeverity.ERROR ? red : yellow)(severity)} ${id} ${subject}: ${message}`);
  }
}
