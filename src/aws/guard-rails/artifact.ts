import { existsSync } from 'fs';
import { join } from 'path';
import { Validations } from 'aws-cdk-lib';
import { readJson } from './json-file';
import { isProperties, Properties } from './known-value';

/** What a cloud assembly says of the stack of a template. */
export interface Artifact {
  /** The environment, for instance `aws://111111111111/eu-west-1`. */
  readonly environment?: string;
  /** The region, where it is known at synthesis. */
  readonly region?: string;
  /** The path of the stack in the construct tree. */
  readonly stackPath?: string;
  /** The construct paths of the resources by logical id. */
  readonly constructPaths: ReadonlyMap<string, string>;
  /** The ids that are acknowledged, by construct path. */
  readonly acknowledged: ReadonlyMap<string, ReadonlySet<string>>;
}

const LOGICAL_ID = 'aws:cdk:logicalId';

/** Read from the manifest beside the template: the CDK 2.257 gives a plugin no construct tree, but has written all that is needed of it. */
export function artifactOf(directory: string, templateFile: string): Artifact {
  const manifest = readIfThere(join(directory, 'manifest.json'));
  const artifacts = isProperties(manifest?.artifacts) ? Object.values(manifest.artifacts).filter(isProperties) : [];
  const artifact = artifacts.find(({ properties }) => isProperties(properties) && properties.templateFile === templateFile);
  const { environment, displayName, additionalMetadataFile } = artifact ?? {};
  const metadata: Properties = {
    ...isProperties(artifact?.metadata) ? artifact.metadata : {},
    ...typeof additionalMetadataFile === 'string' ? readIfThere(join(directory, additionalMetadataFile)) : {},
  };

  const constructPaths = new Map<string, string>();
  const acknowledged = new Map<string, Set<string>>();
  // Resources of nested stacks are listed too, and may have the logical ids of others.
  const nested = Object.keys(metadata).flatMap(path => /^(.+)\.NestedStack\//.exec(path)?.[1] ?? []);
  for (const [path, entries] of Object.entries(metadata)) {
    const isNested = nested.some(stack => path.startsWith(`${stack}/`));
    const constructPath = path.replace(/^\//, '');
    for (const { type, data } of (Array.isArray(entries) ? entries : []).filter(isProperties)) {
      if (type === LOGICAL_ID && typeof data === 'string' && !isNested) {
        constructPaths.set(data, constructPath);
      } else if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && isProperties(data)) {
        // Later releases of the CDK write the prefix with a capital letter, and an entry for each call.
        const ids = Object.keys(data).map(id => id.replace(/^annotation::/i, ''));
        acknowledged.set(constructPath, new Set([...acknowledged.get(constructPath) ?? [], ...ids]));
      }
    }
  }
  const region = typeof environment === 'string' ? /^aws:\/\/[^/]+\/(.+)$/.exec(environment)?.[1] : undefined;
  return {
    environment: typeof environment === 'string' ? environment : undefined,
    region: region === 'unknown-region' ? undefined : region,
    // The name of the stack may stand behind its path, in brackets.
    stackPath: typeof displayName === 'string' ? displayName.replace(/ \(.*\)$/, '') : undefined,
    constructPaths,
    acknowledged,
  };
}

function readIfThere(file: string): Properties | undefined {
  const content: unknown = existsSync(file) ? readJson(file) : undefined;
  return isProperties(content) ? content : undefined;
}
