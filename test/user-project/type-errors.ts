import { symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { temporaryDirectory } from '../bundle/temporary-directory';

const ROOT = join(__dirname, '..', '..');

/**
 * What the compiler has to say about files that use the library as a user's project does. Give it many at once: each run reads all types of
 * the CDK.
 */
export function typeErrors(sources: { readonly [file: string]: string }, types: readonly string[] = ['node']): string[] {
  const directory = temporaryDirectory();
  // The compiler finds the peers' types as it would in a user's project.
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  for (const [name, code] of Object.entries(sources)) {
    writeFileSync(join(directory, name), code);
  }
  const program = ts.createProgram(Object.keys(sources).map(name => join(directory, name)), {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    target: ts.ScriptTarget.ES2022,
    types: [...types],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    baseUrl: directory,
    ignoreDeprecations: '5.0',
    paths: { 'cdk-istio-privatelink': [join(ROOT, 'src', 'index.ts')] },
  });
  return ts.getPreEmitDiagnostics(program)
    .filter(diagnostic => diagnostic.file?.fileName.startsWith(directory) ?? true)
    .map(({ file, messageText }) => `${file?.fileName.slice(directory.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}
