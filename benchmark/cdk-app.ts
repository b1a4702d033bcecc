import { App } from 'aws-cdk-lib';

/** The same settings for both sides: the CDK's defaults, stack traces and `tree.json` included, as in a program that a user runs. */
export function cdkApp(outdir: string): App {
  return new App({ outdir, analyticsReporting: false });
}
