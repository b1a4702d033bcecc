import { join } from 'node:path';

/** Where everything is read from. */
export const ROOT = join(__dirname, '..');

/** Where people read it. */
export const REPOSITORY_URL = 'https://github.com/cdk-istio-privatelink/cdk-istio-privatelink';

/** Where stage.ts writes the pages, and VitePress reads them. */
export const STAGE = join(__dirname, '.pages');
