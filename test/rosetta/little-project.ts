import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { temporaryDirectory } from '../bundle/temporary-directory';

/** What jsii would write for a library without types. */
const ASSEMBLY = {
  schema: 'jsii/0.10.0',
  name: 'little-library',
  version: '1.0.0',
  description: 'A little library',
  license: 'Apache-2.0',
  jsiiVersion: '6.0.0',
  fingerprint: 'none',
  author: { name: 'The authors', roles: ['author'] },
  repository: { type: 'git', url: 'https://example.com/little-library.git' },
  homepage: 'https://example.com',
  targets: { js: { npm: 'little-library' } },
  dependencies: {},
  dependencyClosure: {},
  types: {},
};

export interface LittleProjectProps {
  readonly readme: string;
  readonly pages: { readonly [path: string]: string };
}

/** A compiled project in whose examples there are `doors()` and `open()`, and nothing of the CDK, which takes long to compile. */
export function littleProject({ readme, pages }: LittleProjectProps): string {
  const root = temporaryDirectory();
  const files = {
    'package.json': JSON.stringify({ name: ASSEMBLY.name, version: ASSEMBLY.version, jsii: { targets: {} } }),
    '.jsii': JSON.stringify({ ...ASSEMBLY, readme: { markdown: readme } }),
    'README.md': readme,
    'rosetta/default.ts-fixture': 'export {};\ndeclare function doors(): { readonly first: number };\ndeclare function open(door: number): void;\n/// here\n',
    ...pages,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const name of ['docs', 'examples', 'starter', 'node_modules']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  return root;
}

/** A page with one block, which begins in line 3. */
export function page(code: string): string {
  return `# A page\n\n\`\`\`ts\n${code}\n\`\`\`\n`;
}
