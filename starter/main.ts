/** What is made of the mesh: stacks in cdk.out, one bundle for each cluster in dist. */
import { App } from 'aws-cdk-lib';
import { MeshBundles, MeshStacks } from 'cdk-istio-privatelink';
import { mesh } from './mesh';

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();
new MeshBundles({ mesh }).synth();
