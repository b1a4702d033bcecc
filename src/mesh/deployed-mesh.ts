import { DeployedFacts, readDeployedFacts } from './deployed-facts';
import { noToken } from './dns-name';
import { MeshJson } from './mesh-json';
import { quoted } from './quoted';

/**
 * The mesh as it was deployed last: the declaration is compared with it, and a change that cuts callers off is a finding.
 *
 * @example
 * new Mesh({ meshId: 'demo', deployed: DeployedMesh.fromFile('deployed/mesh.json') });
 */
export class DeployedMesh {
  /**
   * The `mesh.json` that `MeshBundles` wrote for the last deployment, kept where no synthesis replaces it: copied after each deployment, or
   * taken from Git. Where there is no such file yet, a finding says that nothing was compared.
   *
   * @param path the file, relative to the working directory
   * @throws when the file is not the description of a mesh
   */
  public static fromFile(path: string): DeployedMesh {
    const json = MeshJson.readIfThere(noToken(path, 'path of the deployed mesh'), 'give DeployedMesh.fromFile the mesh.json of the last deployment');
    return new DeployedMesh(path, json && readDeployedFacts(json));
  }

  private constructor(
    /** The file. */
    public readonly path: string,
    private readonly facts: DeployedFacts | undefined,
  ) {}

  /**
   * The file, for messages.
   *
   * @internal
   */
  public get _name(): string {
    return `the deployed mesh ${quoted(this.path)}`;
  }

  /**
   * Undefined where there is no file.
   *
   * @internal
   */
  public get _facts(): DeployedFacts | undefined {
    return this.facts;
  }
}
