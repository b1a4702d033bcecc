/** Prints why the fast tests cannot run with the newest peers, with exit code 2; nothing, with 0, if they can. */
import { newestPeers, UnreachableRegistryError } from '../../scripts/newest-peers/peers';

try {
  newestPeers(process.cwd());
} catch (error) {
  if (!(error instanceof UnreachableRegistryError)) throw error;
  console.log(error.message);
  process.exitCode = 2;
}
