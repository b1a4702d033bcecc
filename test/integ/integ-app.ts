import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Stack, StageSynthesisOptions } from 'aws-cdk-lib';
import { ArtifactType, AssemblyManifest, IntegManifest } from 'aws-cdk-lib/cloud-assembly-schema';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';

/** An app whose assembly holds no path of the machine and little beside its templates, all of which the runner compares. */
export class IntegApp extends App {
  public constructor() {
    super({
      treeMetadata: false,
      stackTraces: false,
      // The runner's own context would win over `context`.
      postCliContext: {
        'aws:cdk:disable-creation-stack-traces': true,
        'aws:cdk:disable-logicalId-metadata': true,
        '@aws-cdk/core:enableAdditionalMetadataCollection': false,
      },
    });
  }

  public override synth(options?: StageSynthesisOptions): CloudAssembly {
    const assembly = super.synth(options);
    change<AssemblyManifest>(join(assembly.directory, 'manifest.json'), withoutFlagReport);
    change<IntegManifest>(join(assembly.directory, 'integ.json'), manifest => withArtifactIds(manifest, this));
    return assembly;
  }
}

function change<T>(path: string, changed: (content: T) => T): void {
  writeFileSync(path, JSON.stringify(changed(JSON.parse(readFileSync(path, 'utf8'))), undefined, 2));
}

/** The report of feature flags is longer than all else, and another one with each release of the CDK. */
function withoutFlagReport(manifest: AssemblyManifest): AssemblyManifest {
  const artifacts = Object.entries(manifest.artifacts ?? {}).filter(([, { type }]) => type !== ArtifactType.FEATURE_FLAG_REPORT);
  return { ...manifest, artifacts: Object.fromEntries(artifacts) };
}

/**
 * Tests name their stacks by path. That is how the runner finds what to deploy; what it compares, it finds by artifact id.
 * It passes by a stack below another construct, whose id is not its path, unless that is named too.
 */
function withArtifactIds(manifest: IntegManifest, app: App): IntegManifest {
  const testCases = Object.entries(manifest.testCases).map(([name, testCase]) => {
    const ids = testCase.stacks.map(path => app.node.findAll().filter(Stack.isStack).find(({ node }) => node.path === path)!.artifactId);
    return [name, { ...testCase, stacks: [...new Set([...testCase.stacks, ...ids])] }];
  });
  return { ...manifest, testCases: Object.fromEntries(testCases) };
}
