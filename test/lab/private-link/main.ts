/** Serves the lab's AWS API, and keeps the links what it says, until it is asked to end. */
import { PrivateLinkFiles } from './private-link-files';
import { Reconciler } from './reconciler';
import { AwsApi } from '../../aws-api/aws-api';

async function main(): Promise<void> {
  const files = new PrivateLinkFiles();
  const input = files.input.read();
  if (input === undefined) throw new Error(`${files.input.path} is missing: start this with startPrivateLink`);
  const { landscape, empty = [] } = input;
  const ended = new Promise<void>(resolve => ['SIGTERM', 'SIGINT'].forEach(signal => process.once(signal, () => resolve())));
  const api = await AwsApi.start(landscape, ...empty);
  const reconciler = new Reconciler(api, input);
  files.awsApi.write({ url: api.url, landscape, empty });
  await ended;
  await reconciler.stop();
  await api.stop();
}

void main().then(() => process.exit(0), error => {
  console.error(error);
  process.exit(1);
});
