import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { stringify } from 'yaml';
import { Commands } from './commands';
import { ISTIOD_FOR_THE_LAB } from './istiod-for-the-lab';
import { CRD_SOURCES } from '../../../scripts/crd-sources';
import { downloadModules } from '../../../scripts/go-module';
import { allOrThrow } from '../all-or-throw';
import { Lab, Progress, timed } from '../lab';
import { labPath } from '../lab-directory';
import { READY_WITHIN } from '../live/ready-within';
import { untilLinks } from '../private-link/private-link';

/** How long gateways may take to become healthy targets, on 2 cores. */
const HEALTHY_WITHIN_MS = 180_000;

const TARGET_GROUP_BINDINGS = join(__dirname, '..', 'private-link', 'target-group-binding-crd.yaml');

/** The steps of docs/getting-started.md from trust to the first call, each by its own commands, in a lab whose stacks are deployed. */
export async function followGuide(lab: Lab, progress: Progress): Promise<void> {
  const commands = new Commands(lab);
  mkdirSync(labPath('home'), { recursive: true });
  await timed(progress, 'what the clusters must have: CRDs of the Gateway API and of the AWS Load Balancer Controller', async () => inEach(lab, async name =>
    commands.kubectl(['apply', '--server-side', '--context', name, ...[...gatewayApiFiles(), TARGET_GROUP_BINDINGS].flatMap(file => ['-f', file])])));
  await timed(progress, 'one root of trust: istio-privatelink certs init, issue, verify, apply', async () => trust(lab, commands));
  await timed(progress, 'istioctl install, kubectl apply -k', async () => inEach(lab, async name => install(lab, commands, name)));
  if (await hasRemoteSecrets(lab)) {
    await timed(progress, 'istio-privatelink remote-secret create --all --apply', async () =>
      commands.istioPrivatelink(['remote-secret', 'create', '--all', '--apply']));
  }
  await timed(progress, 'healthy gateways behind every link', async () => untilLinks('every link leads to a healthy gateway', ({ links }) =>
    links.length === lab.app.mesh.links.length && links.every(({ reason, targets }) => reason === undefined && targets.some(({ health }) => health === 'healthy')),
  HEALTHY_WITHIN_MS));
  // A container answers before the API server calls its pod running, and until then istioctl does not talk to its proxy.
  await timed(progress, 'ready workloads', async () => inEach(lab, async name =>
    commands.kubectl(['wait', '--for=condition=Available', 'deployment', '--all', '--all-namespaces', '--timeout', READY_WITHIN, '--context', name])));
}

async function trust(lab: Lab, commands: Commands): Promise<void> {
  const key = lab.plan.keyAlgorithm === undefined ? [] : ['--key', lab.plan.keyAlgorithm];
  await commands.istioPrivatelink(['certs', 'init', ...key]);
  await commands.istioPrivatelink(['certs', 'issue', ...key]);
  await commands.istioPrivatelink(['certs', 'verify']);
  await inEach(lab, async name => {
    await commands.kubectl(['apply', '-f', lab.bundle(name, '00-namespace.yaml'), '--context', name]);
    await commands.istioPrivatelink(['certs', 'apply', '--cluster', name]);
  });
}

async function install(lab: Lab, commands: Commands, name: string): Promise<void> {
  const ours = labPath(`istiod-${name}.yaml`);
  writeFileSync(ours, stringify(ISTIOD_FOR_THE_LAB));
  await commands.istioctl(['install', '-y', '-f', lab.bundle(name, 'install', 'istiod.yaml'), '-f', ours, '--context', name]);
  await commands.kubectl(['apply', '-k', lab.bundle(name), '--context', name]);
  const gateway = lab.bundle(name, 'install', 'eastwest.yaml');
  if (existsSync(gateway)) {
    // Nothing of ours: in the name of its IstioOperator, istioctl would remove istiod, which that has no word of.
    await commands.istioctl(['install', '-y', '-f', gateway, '--context', name]);
  }
}

async function hasRemoteSecrets(lab: Lab): Promise<boolean> {
  return lab.app.mesh.links.some(({ remoteSecret }) => remoteSecret === 'cli');
}

/** All standard ones, at the version that the library's types are made from: istiod waits for the others too where it finds one. */
function gatewayApiFiles(): string[] {
  const [module] = downloadModules([CRD_SOURCES.find(({ project }) => project === 'Kubernetes Gateway API')!]);
  const directory = join(module!, 'config', 'crd', 'standard');
  return readdirSync(directory).filter(file => file.startsWith('gateway.networking.k8s.io_')).sort().map(file => join(directory, file));
}

/** In all clusters at the same time; what fails in one does not stop the others. */
async function inEach(lab: Lab, step: (name: string) => Promise<unknown>): Promise<void> {
  await allOrThrow(lab.names.map(step));
}
