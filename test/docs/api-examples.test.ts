import { spawnSync } from 'child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { TypeKind } from '@jsii/spec';
import { compiledAssembly } from '../../scripts/public-api/assembly';
import { temporaryDirectory } from '../bundle/temporary-directory';

const ROOT = join(__dirname, '..', '..');
const FIXTURE = readFileSync(join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8');

const classes = Object.values(compiledAssembly().types ?? {}).filter(({ kind }) => kind === TypeKind.Class);
const examples = Object.fromEntries(classes.map(({ name, docs }) => [name, docs?.example]));

/** What an example declared has to come out, too. */
const AFTER = `
app.synth();
Cdk8sTesting.synth(chart);
mesh.validate();
`;

/** Runs each in a module of its own, all in one process because the CDK takes longer to load than they take to run. */
function run(sources: { [name: string]: string | undefined }): { [name: string]: string } {
  const directory = temporaryDirectory();
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  for (const [name, code] of Object.entries(sources)) {
    writeFileSync(join(directory, `${name}.ts`), `import { Testing as Cdk8sTesting } from 'cdk8s';\n${FIXTURE.replace('/// here', () => `${code}\n${AFTER}`)}`);
  }
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions: { paths: { 'cdk-istio-privatelink': [join(ROOT, 'src', 'index.ts')] } } }));
  writeFileSync(join(directory, 'main.ts'), `
    import { writeFileSync } from 'fs';
    const ended: { [name: string]: string } = {};
    for (const name of ${JSON.stringify(Object.keys(sources))}) {
      try {
        require('./' + name);
        ended[name] = 'well';
      } catch (error) {
        ended[name] = String(error);
      }
    }
    writeFileSync('ended.json', JSON.stringify(ended));`);
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: directory, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.anything()]);
  return JSON.parse(readFileSync(join(directory, 'ended.json'), 'utf8'));
}

test('every class of the API has an example, and every example runs; a wrong one does not', () => {
  const ended = run({ ...examples, wrong: 'cluster1.consume(cluster1);' });
  expect(ended).toEqual({ ...Object.fromEntries(classes.map(({ name }) => [name, 'well'])), wrong: expect.stringContaining('cluster1') });
}, 120_000);
