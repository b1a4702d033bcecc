/**
 * Writes templates for checkers that read files:
 *
 *     tsx test/aws/synthesize-every-resource.ts <directory>
 *
 * `<directory>/every-resource` has every resource that a mesh can have, `<directory>/foreign-resources` the same and, in the stack of a provider,
 * resources that are not the library's.
 */
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { everyResource, foreignResources } from './every-resource';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  throw new Error('no directory given: tsx test/aws/synthesize-every-resource.ts <directory>');
}

// As the CDK's command line does: cfn-lint knows templates of the CDK by it.
const context = { 'aws:cdk:enable-path-metadata': true };

const app = new App({ context, outdir: join(directory, 'every-resource') });
everyResource(app);
app.synth();

const compared = new App({ context, outdir: join(directory, 'foreign-resources') });
foreignResources(new Construct(everyResource(compared).providerStacks[0], 'Foreign'));
compared.synth();
