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
    readonly exports: readonly { readonly host: string; readonly ports: readonly { readonly port: number }[] }[];
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

/** What callers write: the host and port of each service that the link imports. */
function namesOf({ provider, services }: MeshDescription['links'][number]): string[] {
  const { exports } = mesh.clusters.find(({ name }) => name === provider)!;
  return exports.filter(({ host }) => services.includes(host)).flatMap(({ host, ports }) => ports.map(({ port }) => `${host}:${port}`));
}

const table = new Table({ head: ['cluster', 'stacks', 'files in dist/<cluster>', 'reaches'], wordWrap: true, wrapOnWordBoundary: false, style: { head: [], border: [] } });
for (const { name, account, region, stacks, files } of mesh.clusters) {
  const reaches = mesh.links.filter(link => link.consumer === name)
    .map(link => [`${link.provider} (${link.mode})`, `at ${link.endpoint.hostname}:${link.endpoint.port}`, ...namesOf(link)].join('\n'));
  table.push([
    `${name}\n${account}\n${region}`,
    [stacks.provider, stacks.consumer].filter(Boolean).join('\n'),
    files.join('\n'),
    reaches.join('\n\n'),
  ]);
}
console.log(`\nMesh "${mesh.meshId}": templates in ${example}/cdk.out, bundles in ${example}/dist, described by ${example}/dist/mesh.json\n`);
console.log(table.toString());
const each = (command: (cluster: string) => string) => mesh.clusters.map(({ name }) => `       ${command(name)}`).join('\n');
console.log(`
Next, in ${example}, with the ids of your own accounts, VPCs and security groups in main.ts:

  1. load balancers, endpoint services, endpoints and their names
       npx cdk deploy --all
  2. one root of trust, and a certificate authority for each cluster
       node ../../lib/src/cli/main.js certs init
       node ../../lib/src/cli/main.js certs issue
${each(cluster => `kubectl apply -f dist/${cluster}/00-namespace.yaml --context ${cluster}`)}
${each(cluster => `node ../../lib/src/cli/main.js certs apply --cluster ${cluster}`)}
  3. istiod
${each(cluster => `istioctl install -f dist/${cluster}/install/istiod.yaml --context ${cluster}`)}
  4. the bundles
${each(cluster => `kubectl apply -k dist/${cluster} --context ${cluster}`)}
  5. remote secrets, so that each istiod may watch the other cluster
       node ../../lib/src/cli/main.js remote-secret create --all --apply
  6. the check
${each(cluster => `istioctl remote-clusters --context ${cluster}`)}`);
