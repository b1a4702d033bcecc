import { spawn } from 'child_process';
import { existsSync } from 'fs';
import { Socket } from 'net';

/**
 * Waits for the end of its input, which comes also when the process that started it is killed. Then it kills the
 * processes whose ids are in the directory's *.pid files, unless such an id meanwhile belongs to a process that does not
 * have the directory among its arguments, and removes the directory.
 */
const SCRIPT = String.raw`
cat > /dev/null
for file in "$1"/*/*.pid; do
  pid=$(cat "$file" 2>/dev/null) || continue
  if [ -d /proc/self ]; then arguments=$(tr '\0' ' ' 2>/dev/null < "/proc/$pid/cmdline"); else arguments=$(ps -o args= -p "$pid"); fi
  case $arguments in *"$1"*) kill -KILL "$pid" && killed="$killed $pid" ;; esac
done
for pid in $killed; do
  attempts=0
  while kill -0 "$pid" 2>/dev/null && [ "$attempts" -lt 50 ]; do
    sleep 0.1
    attempts=$((attempts + 1))
  done
done
rm -rf "$1"
`;

/** Sees to it that nothing is left of a directory and of the processes that work in it. */
export interface Guard {
  /** Kills the processes, and removes the directory. */
  end(): Promise<void>;
}

/** Guards a directory until `end` is called or this process dies, whatever it dies of. */
export function guardDirectory(directory: string): Guard {
  // Detached: what a terminal sends to this process when its user interrupts it must not reach the guard.
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'guard', directory], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve, reject) => guard.once('exit', () => resolve()).once('error', reject));
  guard.unref();
  (guard.stdin as Socket).unref();
  return {
    end: async () => {
      guard.ref();
      guard.stdin.end();
      await ended;
      if (existsSync(directory)) {
        throw new Error(`${directory} could not be removed: see which process still writes there`);
      }
    },
  };
}
