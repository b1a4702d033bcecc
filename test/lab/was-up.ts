/** Whether a lab was up before the tests, which leave it alone then. For global-setup.ts and global-teardown.ts: both run in the same module registry. */
export const wasUp = { before: false };
