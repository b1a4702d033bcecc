import { withScript } from './program-script';

/** The environment of a program for which `kubectl` is a script for /bin/sh. */
export function withKubectlScript(script: string, env?: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return withScript('kubectl', script, env);
}
