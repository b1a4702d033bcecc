import { Example } from './landscape';

/** Examples that are deployed into accounts of their own, and tried in what AWS refuses: examples.test.ts. */
export const ALONE = ['two-clusters', 'cross-account', 'service-entry'] as const satisfies readonly Example[];

/** Examples that are deployed at the same time into one account: side-by-side.test.ts. Whatever is in neither list has a test of its own name. */
export const SIDE_BY_SIDE = ['one-way', 'cert-manager-ca', 'full-mesh'] as const;
