/** Starts an API, prints the ids of its processes as JSON, and holds it until it is killed. */
import { AwsApi } from './aws-api';
import { LANDSCAPES } from './landscape';

void AwsApi.start(LANDSCAPES['two-clusters']).then(api => {
  console.log(JSON.stringify(api.pids));
  setInterval(() => {}, 60_000);
});
