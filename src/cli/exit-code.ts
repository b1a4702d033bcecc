/** What the process says to its caller: docs/cli.md. */
export enum ExitCode {
  /** All is well; warnings may have been printed. */
  OK = 0,
  /** The command ran and found something wrong. */
  FINDING = 1,
  /** The command could not do what was asked: wrong arguments, missing or unreadable files, a refusal. */
  COULD_NOT_RUN = 2,
}
