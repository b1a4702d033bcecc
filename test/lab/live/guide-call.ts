import { call, Caller, CallResult, untilAnswered } from '../guide/calls';
import { Lab } from '../lab';

/** Who calls in the guide, from its last step: cluster1's web server. */
export const GUIDE_CALLER: Caller = { cluster: 'cluster1', namespace: 'cluster1-webserver', workload: 'deploy/api', container: 'webserver' };

/** The account that it is in. */
export const GUIDE_CALLER_ACCOUNT = { namespace: 'cluster1-webserver', serviceAccount: 'api' };

/** What it calls: cluster2's. */
export const GUIDE_HOST = 'api.cluster2-webserver.svc.cluster.local';

export const GUIDE_URL = `http://${GUIDE_HOST}/`;

/** The account that answers. */
export const GUIDE_SERVER_ACCOUNT = { namespace: 'cluster2-webserver', serviceAccount: 'api' };

/** What it says. */
export const GUIDE_ANSWER = 'hello from cluster2\n';

/** The guide's last step, once. */
export async function guideCall(lab: Lab): Promise<CallResult> {
  return call(lab, GUIDE_CALLER, GUIDE_URL);
}

/** The guide's last step, until it works. */
export async function untilGuideCallAnswered(lab: Lab): Promise<string> {
  return untilAnswered(lab, GUIDE_CALLER, GUIDE_URL);
}

/** A call for people to read. */
export function callText({ status, body, error }: CallResult): string {
  return status === undefined ? error.split('\n')[0]! : `HTTP ${status} ${JSON.stringify(body)}`;
}
