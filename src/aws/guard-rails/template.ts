import { basename, dirname } from 'path';
import { Artifact, artifactOf } from './artifact';
import { readJson } from './json-file';
import { isProperties, Properties } from './known-value';
import { quoted } from '../../mesh/quoted';

export interface TemplateResource {
  readonly template: Template;
  readonly logicalId: string;
  readonly type: string;
  /** Whether a condition decides at deployment if there is such a resource. */
  readonly isConditional: boolean;
  readonly properties: Properties;
}

/** A CloudFormation template as it lies in a cloud assembly, or anywhere else. */
export class Template {
  public readonly resources: readonly TemplateResource[];

  /** The outputs by the names under which other stacks import them. */
  public readonly exports: ReadonlyMap<string, unknown>;

  /** What the cloud assembly says of the stack; nothing where the template lies in none. */
  public readonly artifact: Artifact;

  /** @throws when there is no template in the file */
  public constructor(public readonly path: string) {
    const content = parse(path);
    this.artifact = artifactOf(dirname(path), basename(path));
    this.resources = Object.entries(content.Resources ?? {}).map(([logicalId, resource]) => {
      if (!isProperties(resource) || typeof resource.Type !== 'string') {
        throw new Error(`resource ${quoted(logicalId)} of template ${quoted(path)} has no type: expected a CloudFormation template, synthesize it again`);
      }
      return {
        template: this,
        logicalId,
        type: resource.Type,
        isConditional: resource.Condition !== undefined,
        properties: isProperties(resource.Properties) ? resource.Properties : {},
      };
    });
    this.exports = new Map(Object.values(content.Outputs ?? {}).filter(isProperties).flatMap(({ Export, Value }): [string, unknown][] =>
      isProperties(Export) && typeof Export.Name === 'string' ? [[Export.Name, Value]] : []));
  }

  public ofType(type: string): readonly TemplateResource[] {
    return this.resources.filter(resource => resource.type === type);
  }

  public find(logicalId: string | undefined): TemplateResource | undefined {
    return this.resources.find(resource => resource.logicalId === logicalId);
  }
}

function parse(path: string): { readonly Resources?: Properties; readonly Outputs?: Properties } {
  const content = readJson(path);
  const sections = isProperties(content) ? [content.Resources ?? {}, content.Outputs ?? {}] : [undefined];
  if (!sections.every(isProperties)) {
    throw new Error(`template ${quoted(path)} is not a CloudFormation template: expected an object with maps of Resources and Outputs, synthesize it again`);
  }
  return content as object;
}
