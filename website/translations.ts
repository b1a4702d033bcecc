import { join } from 'node:path';
import { DEFAULT_TABLET_NAME, LanguageTablet, TargetLanguage } from 'jsii-rosetta';
import { API_LANGUAGES } from './api-languages';
import { ROOT } from './repository';

/** Examples in each language but TypeScript, by their text in TypeScript. */
export type Translations = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What "npm run rosetta" wrote. */
export async function loadTranslations(): Promise<Translations> {
  const { translatedSnippets } = await LanguageTablet.fromFile(join(ROOT, DEFAULT_TABLET_NAME));
  return new Map(translatedSnippets.map(snippet => [snippet.originalSource.source.trim(), new Map(API_LANGUAGES.flatMap(({ path }) => {
    const translation = path === 'typescript' ? undefined : snippet.get(path as TargetLanguage);
    return translation === undefined ? [] : [[path, translation.source]];
  }))]));
}

/**
 * Each example in TypeScript becomes a group with it in each language.
 *
 * @throws if one is not translated
 */
export function inEachLanguage(markdown: string, translations: Translations): string {
  return markdown.replace(/^```ts(?: nofixture)?\n([^]*?)^```$/gm, (_, source: string) => {
    const translated = translations.get(source.trim());
    const blocks = API_LANGUAGES.map(({ path, title, code }) => {
      const text = path === 'typescript' ? source : translated?.get(path);
      if (text === undefined) {
        throw new Error(`there is no translation into ${title} of this example, which npm run rosetta makes:\n${source}`);
      }
      return `\`\`\`${code} [${title}]\n${text.trimEnd()}\n\`\`\``;
    });
    return ['::: code-group', ...blocks, ':::'].join('\n');
  });
}
