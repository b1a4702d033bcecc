import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Language, outputs } from './language';
import { installedVersion, pacmak, ROOT } from './pacmak';
import { run, runOrThrow } from './run';

const PEERS = ['aws-cdk-lib', 'cdk8s', 'cdk8s-plus-28', 'constructs'];

/** A wheel, in a virtual environment of its own. */
export const PYTHON: Language = {
  name: 'python',
  source: join(ROOT, 'examples', 'two-clusters', 'python', 'app.py'),
  example: /```python\n([^]*?)```/,
  newMesh: 'Mesh(mesh_id="demo")',
  install: directory => {
    pacmak('python', directory);
    const wheel = readdirSync(join(directory, 'python')).find(name => name.endsWith('.whl'))!;
    runOrThrow('python3', ['-m', 'venv', 'environment'], directory);
    runOrThrow(pythonOf(directory), [
      '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', join('python', wheel), ...PEERS.map(name => `${name}==${installedVersion(name)}`),
    ], directory);
    const packages = join(directory, 'environment', 'lib');
    const site = join(packages, readdirSync(packages)[0]!, 'site-packages');
    return readFileSync(join(site, readdirSync(site).find(name => /^cdk_istio_privatelink-.*\.dist-info$/.test(name))!, 'METADATA'), 'utf8');
  },
  run: (program, directory, out) => {
    writeFileSync(join(out, 'app.py'), program);
    return run(pythonOf(directory), ['app.py'], out, outputs(out));
  },
  tool: (args, directory) => run(join(directory, 'environment', 'bin', 'istio-privatelink'), args, directory),
};

function pythonOf(directory: string): string {
  return join(directory, 'environment', 'bin', 'python');
}
