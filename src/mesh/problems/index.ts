import { endpointProblems } from './endpoints';
import { serviceProblems } from './services';
import { topologyProblems } from './topology';
import { Mesh } from '../mesh';

/** What makes a complete declaration invalid: a message for each problem. */
export function problems(mesh: Mesh): string[] {
  return [topologyProblems, serviceProblems, endpointProblems].flatMap(rule => rule(mesh));
}
