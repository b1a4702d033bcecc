import { ExitCode } from './exit-code';
import { Terminal } from './terminal';

/** One run of the program: what a verb is given, and where it leaves its result. */
export class Session {
  public exitCode = ExitCode.OK;

  constructor(public readonly terminal: Terminal, public readonly now: Date) {}
}
