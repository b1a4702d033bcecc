import { delimiter, dirname, join } from 'path';
import { runDirectory } from './run-directory';
import { component } from '../../scripts/components/build';

/** The environment of programs that run kubectl: it is the one that was built, and it leaves the user's own files alone. */
export function kubectlEnvironment(kubeconfig: string): NodeJS.ProcessEnv {
  return {
    PATH: [dirname(component('kubectl')), process.env.PATH].join(delimiter),
    HOME: join(runDirectory(), 'home'),
    TMPDIR: process.env.TMPDIR,
    KUBECONFIG: kubeconfig,
  };
}
