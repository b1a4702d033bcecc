import { Mesh } from '../../../src/mesh';
import { problems } from '../../../src/mesh/problems';
import { errorMessage } from '../error-message';

/** What `validate` says: the problems of the mesh, none of which it forgets. */
export function problemsOf(mesh: Mesh): string[] {
  const found = problems(mesh);
  if (found.length === 0) {
    mesh.validate();
  } else {
    const message = errorMessage(() => mesh.validate());
    expect(found.filter(problem => !message.includes(problem))).toEqual([]);
  }
  return found;
}
