import { Finding, Mesh } from '../../../src/mesh';

/** The findings with this id. */
export function found(mesh: Mesh, id: string): Finding[] {
  return mesh.findings.filter(finding => finding.id === id);
}
