import { chmodSync, existsSync, readFileSync, writeFileSync } from 'fs';
import { delimiter, join } from 'path';
import { sharedClusters } from './shared-clusters';
import { component } from '../../scripts/components/build';
import { temporaryDirectory } from '../bundle/temporary-directory';

/** Runs the real kubectl, records its arguments, and can kill who runs it or lose an answer. */
const SCRIPT = `#!/bin/sh
echo "$*" >> "$WRAPPER_LOG"
# Several run at a time, and each number is for one of them.
count=1
while ! mkdir "$WRAPPER_LOG.$count" 2>/dev/null; do count=$((count + 1)); done
"$WRAPPER_KUBECTL" "$@"
code=$?
if [ "$count" -eq "$WRAPPER_KILL_AFTER" ]; then kill -KILL "$PPID"; fi
case $* in
  $WRAPPER_LOSE) echo 'Unable to connect to the server: EOF' >&2; exit 1 ;;
esac
exit $code
`;

export interface KubectlWrapperOptions {
  /**
   * After which run of kubectl the process that runs it is killed.
   *
   * @default - never
   */
  readonly killAfter?: number;
  /**
   * The requests that are made, but whose answers do not arrive: a pattern of the shell for all arguments.
   *
   * @default - none
   */
  readonly lose?: string;
}

/** A kubectl in between. */
export class KubectlWrapper {
  public readonly env: NodeJS.ProcessEnv;
  private readonly log: string;

  constructor({ killAfter = 0, lose = '<none>' }: KubectlWrapperOptions = {}) {
    const directory = temporaryDirectory();
    this.log = join(directory, 'log');
    const script = join(directory, 'kubectl');
    writeFileSync(script, SCRIPT);
    chmodSync(script, 0o755);
    const { env } = sharedClusters();
    this.env = {
      ...env,
      PATH: [directory, env.PATH].join(delimiter),
      WRAPPER_LOG: this.log,
      WRAPPER_KUBECTL: component('kubectl'),
      WRAPPER_KILL_AFTER: String(killAfter),
      WRAPPER_LOSE: lose,
    };
  }

  /** The arguments of each run so far. */
  public runs(): string[] {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').trimEnd().split('\n') : [];
  }
}
