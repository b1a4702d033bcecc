import { Guard } from './guard';

/** What global-setup.ts started, for global-teardown.ts: both run in the same module registry. */
export const running: { guard?: Guard } = {};
