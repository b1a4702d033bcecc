import { join } from 'path';

/** The path below which the tests serve the site, as a project's pages are: a link that ignores it leads nowhere. */
export const BASE = '/cdk-istio-privatelink/';

/** Where global-setup.ts has it built. */
export function siteDirectory(): string {
  return join(process.env.TMPDIR!, 'site');
}
