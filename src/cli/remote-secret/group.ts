import { Command } from 'commander';
import { addRemoteSecretCreate } from './create';
import { addRemoteSecretDelete } from './delete';
import { addRemoteSecretRotate } from './rotate';
import { addRemoteSecretStatus } from './status';
import { Session } from '../session';

/** `remote-secret`: how the istiod of a consumer reads the API server of a provider. */
export function addRemoteSecret(program: Command, session: Session): void {
  const group = program.command('remote-secret')
    .summary('the Secrets with which istiod reads other clusters')
    .description('Makes, checks, replaces and withdraws the Secrets with which the istiod of a consumer reads the API server of a provider, ' +
      'over discovery links. It uses kubectl, with the contexts of your kubeconfig. Service-entry links need none.')
    .addHelpText('after', `
Example:
  $ istio-privatelink remote-secret create --all --apply && istio-privatelink remote-secret status`);
  addRemoteSecretCreate(group, session);
  addRemoteSecretStatus(group, session);
  addRemoteSecretRotate(group, session);
  addRemoteSecretDelete(group, session);
}
