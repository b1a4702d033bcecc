/** Where global-setup.ts says which directory it made. */
const VARIABLE = 'API_SERVER_TESTS_DIRECTORY';

/** Of one run of these tests: each cluster has a directory in it, and all of it is removed at the end. */
export function runDirectory(): string {
  const directory = process.env[VARIABLE];
  if (!directory) {
    throw new Error('there are no clusters: run these tests with npm run test:api-server');
  }
  return directory;
}

export function setRunDirectory(directory: string): void {
  process.env[VARIABLE] = directory;
}
