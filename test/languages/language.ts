import { Run } from './run';

/** A language in which the library is used. */
export interface Language {
  readonly name: 'python' | 'go' | 'java';
  /** The program of examples/two-clusters in it. */
  readonly source: string;
  /** What its README has for `new Mesh({ meshId: 'demo' })`. */
  readonly newMesh: string;
  /** Finds an example of its README. */
  readonly example: RegExp;
  /** Runs the command line tool that the package brings; undefined if it brings none. */
  readonly tool?: (args: readonly string[], directory: string) => Run;
  /**
   * Packages the library, and installs it as its users do.
   *
   * @returns the README that the package shows
   */
  install(directory: string): string;
  /** Runs a program that uses the library, which writes to `out`/cdk.out and `out`/dist. */
  run(program: string, directory: string, out: string): Run;
}

/** Where a program writes to. */
export function outputs(out: string): NodeJS.ProcessEnv {
  return { CDK_OUTDIR: `${out}/cdk.out`, CDK8S_OUTDIR: `${out}/dist` };
}
