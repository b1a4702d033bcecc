/** What is made of the mesh: stacks in cdk.out, one bundle for each cluster in dist. */
import { App } from 'aws-cdk-lib';
import { mesh } from './mesh';
import { MeshBundles, MeshStacks } from 'cdk-istio-privatelink';

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();
new MeshBundles({ mesh }).synth();
