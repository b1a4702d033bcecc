import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import Table from 'cli-table3';

/** What `mesh.json` says, as far as the summary shows it. */
interface MeshDescription {
  readonly meshId: string;
  readonly clusters: readonly {
    readonly name: string;
    readonly account: string;
    readonly region: string;
    readonly stacks: { readonly provider?: string; readonly consumer?: string };
    readonly files: readonly string[];
  }[];
  readonly links: readonly {
    readonly consumer: string;
    readonly provider: string;
    readonly mode: string;
    readonly endpoint: { readonly hostname: string; readonly port: number };
    readonly services: readonly string[];
  }[];
}

const example = 'examples/two-clusters';
const directory = join(__dirname, '..', example);

console.log(`\nSynthesizing ${example} ...`);
// The CDK's own command line, as a user would run it; npx finds it in this repository and never asks.
const { status } = spawnSync('npx', ['--no-install', 'cdk', 'synth', '--quiet'], { cwd: directory, stdio: 'inherit', shell: process.platform === 'win32' });
if (status !== 0) {
  process.exit(status ?? 2);
}

const mesh = JSON.parse(readFileSync(join(directory, 'dist', 'mesh.json'), 'utf8')) as MeshDescription;
const table = new Table({ head: ['cluster', 'stacks', 'files in dist/<cluster>', 'reaches'], wordWrap: true, wrapOnWordBoundary: false, style: { head: [], border: [] } });
for (const { name, account, region, stacks, files } of mesh.clusters) {
  const reaches = mesh.links.filter(link => link.consumer === name)
    .map(link => `${link.provider} (${link.mode})\nat ${link.endpoint.hostname}:${link.endpoint.port}\n${link.services.join('\n')}`);
  table.push([
    `${name}\n${account}\n${region}`,
    [stacks.provider, stacks.consumer].filter(Boolean).join('\n'),
    files.join('\n'),
    reaches.join('\n\n'),
  ]);
}
console.log(`\nMesh "${mesh.meshId}": templates in ${example}/cdk.out, bundles in ${example}/dist, described by ${example}/dist/mesh.json\n`);
console.log(table.toString());
console.log(`
Next, with ids of your own VPCs in ${example}/main.ts:
  1. cd ${example} && npx cdk deploy --all            load balancers, endpoint services, endpoints, names
  2. the certificate authority: one root, an intermediate in each cluster, as Secret cacerts in istio-system
${mesh.clusters.map(({ name }) => `  3. istioctl install -f dist/${name}/install/istiod.yaml --context ${name}`).join('\n')}
${mesh.clusters.map(({ name }) => `  4. kubectl apply -k dist/${name} --context ${name}`).join('\n')}
  5. the remote secrets, so that each istiod may watch the other cluster
${mesh.clusters.map(({ name }) => `  6. istioctl remote-clusters --context ${name}`).join('\n')}
Steps 2 and 5 are described in docs/getting-started.md.`);
