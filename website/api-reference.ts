import { ApiReferenceSchema, AssemblyMetadataSchema, Documentation, JsiiEntity, Language, MarkdownDocument, MarkdownRenderer, TypeSchema } from 'jsii-docgen';
import { ApiLanguage } from './api-languages';
import { ROOT } from './repository';

/** A type of the API, in one language. */
export interface ApiType {
  readonly name: string;
  /** Begins with the heading of the type. */
  readonly markdown: string;
}

/** Types of a kind. */
export interface ApiGroup {
  readonly title: string;
  readonly types: readonly ApiType[];
}

/**
 * Renders the compiled API in a language, a document a type.
 *
 * @throws unless the library is compiled, and its examples are translated
 */
export async function renderApi(language: ApiLanguage): Promise<ApiGroup[]> {
  const documentation = await Documentation.forProject(ROOT);
  const docgenLanguage = Language.fromString(language.docgen);
  const { metadata, apiReference } = (await documentation.toJson({ language: docgenLanguage, loose: false })).content;
  if (apiReference === undefined) {
    throw new Error(`the API in ${language.title} is empty`);
  }
  escapeProse(apiReference);
  const renderer = new MarkdownRenderer({ ...metadata, language: docgenLanguage, anchorFormatter, linkFormatter, typeFormatter });
  return groupsOf(apiReference, renderer);
}

function groupsOf(api: ApiReferenceSchema, renderer: MarkdownRenderer): ApiGroup[] {
  const group = <T extends JsiiType>(title: string, types: readonly T[], render: (types: T[]) => MarkdownDocument) =>
    ({ title, types: types.map(type => ({ name: typeName(type.id), markdown: withoutHeading(render([type]).render()) })) });
  return [
    group('Constructs', api.constructs, types => renderer.visitConstructs(types)),
    group('Classes', api.classes, types => renderer.visitClasses(types)),
    group('Structs', api.structs, types => renderer.visitStructs(types)),
    group('Interfaces', api.interfaces, types => renderer.visitInterfaces(types)),
    group('Enums', api.enums, types => renderer.visitEnums(types)),
  ].filter(({ types }) => types.length > 0);
}

type JsiiType = Pick<JsiiEntity, 'id'>;

/** Without that of the whole kind, which comes first; and with its anchors in the form that the site's outline and search know. */
function withoutHeading(markdown: string): string {
  const [, ...lines] = markdown.split('\n');
  return lines.join('\n').trimStart().replace(
    /^(#+) (.*?)(<sup>(?:<i>)?(\w+)(?:<\/i>)?<\/sup>)? <a name="[^"]*" id="([^"]*)"><\/a>$/gm,
    (_, level: string, title: string, _sup, badge: string | undefined, anchor: string) =>
      `${level} ${title}${badge === undefined ? '' : ` <Badge type="${badge === 'Required' ? 'warning' : 'info'}" text="${badge.toLowerCase()}" />`} {#${anchor}}`,
  );
}

/** The name of the type that an id is of, or is below: cdk-istio-privatelink.Mesh.addCluster is below Mesh. */
function typeName(id: string): string {
  return id.split('.')[1]!;
}

/** Of a member, what follows the name of its type, which is the page. */
function anchorFormatter({ id }: Pick<JsiiEntity, 'id'>): string {
  return id.split('.').slice(2).join('.') || typeName(id);
}

function linkFormatter(entity: JsiiEntity, metadata: AssemblyMetadataSchema): string {
  const text = escapeHtml(entity.displayName);
  if (entity.packageName === metadata.packageName) {
    const isType = entity.id.split('.').length === 2;
    return `<a href="./${typeName(entity.id)}.html${isType ? '' : `#${anchorFormatter(entity)}`}">${text}</a>`;
  }
  const url = foreignUrl(entity);
  return url === undefined ? text : `<a href="${url}">${text}</a>`;
}

/** The reference of the CDK, in TypeScript whatever the language. */
function foreignUrl({ packageName, id }: JsiiEntity): string | undefined {
  return packageName === 'aws-cdk-lib' || packageName === 'constructs' ? `https://docs.aws.amazon.com/cdk/api/v2/docs/${id}.html` : undefined;
}

/** As that of the generator, but what stands around the types is text: the pages are templates, where List<String> would be an element. */
function typeFormatter(type: TypeSchema, metadata: AssemblyMetadataSchema, link: typeof linkFormatter): string {
  const types = [...type.types ?? []];
  return escapeHtml(type.formattingPattern).replace(/%/g, () => {
    const next = types.shift();
    if (next === undefined) return '%';
    return 'formattingPattern' in next ? typeFormatter(next, metadata, link) : link(next, metadata);
  });
}

/** What docstrings say, by its keys in the schema. */
const PROSE: ReadonlySet<string> = new Set(['summary', 'remarks', 'default', 'deprecationReason']);

/** Outside of code, what looks like an element or an expression of a template is text: that of the CDK has "<bucket>". */
function escapeProse(schema: object): void {
  for (const [key, value] of Object.entries(schema) as [keyof typeof schema, unknown][]) {
    if (typeof value === 'object' && value !== null) {
      escapeProse(value);
    } else if (typeof value === 'string' && PROSE.has(key)) {
      const parts = value.split(/(```[^]*?```|`[^`\n]*`)/);
      Object.assign(schema, { [key]: parts.map((part, index) => index % 2 === 0 ? escapeHtml(part) : part).join('') });
    }
  }
}

/** Also braces: "{ key }" at the end of a line would be attributes of it. */
function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\{/g, '&#123;');
}
