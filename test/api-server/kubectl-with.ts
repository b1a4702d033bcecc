import { sharedClusters } from './shared-clusters';
import { component } from '../../scripts/components/build';
import { withKubectlScript } from '../cli/kubectl-script';

/**
 * The clusters' environment, in which each run of kubectl is preceded by something.
 *
 * @param script for /bin/sh; the arguments of kubectl are its own, and `$kubectl` is the one that was built
 */
export function kubectlWith(script: string, env: NodeJS.ProcessEnv = sharedClusters().env): NodeJS.ProcessEnv {
  return withKubectlScript(`kubectl='${component('kubectl')}'\n${script}\nexec "$kubectl" "$@"`, env);
}
