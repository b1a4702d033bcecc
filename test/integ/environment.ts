/** integ-runner gives the app this account when it makes or checks a snapshot, and no account when it deploys. */
const forSnapshot = process.env.CDK_INTEG_ACCOUNT === '12345678';

/**
 * What the environment says of the account to deploy to. Snapshots are made of a fixed value, whatever the environment says.
 *
 * @param name the environment variable
 * @param inSnapshot the value in snapshots
 */
export function setting(name: string, inSnapshot: string): string {
  const value = forSnapshot ? inSnapshot : process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run this file with "npx projen integ", or set what the comment at its top asks for and run "npx projen integ:deploy"`);
  }
  return value;
}

/** Where the stacks are deployed: where the credentials lead, and in the region that the runner chose. */
export const env = {
  account: setting('CDK_DEFAULT_ACCOUNT', '111111111111'),
  region: setting('CDK_DEFAULT_REGION', 'eu-west-1'),
};
