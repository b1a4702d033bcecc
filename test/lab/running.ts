import { LabGuard } from './guard';

/** What global-setup.ts started, for global-teardown.ts: both run in the same module registry. Nothing where a lab was up before the tests, which leave it up. */
export const running: { guard?: LabGuard } = {};
