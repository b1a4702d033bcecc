import { Template, TemplateResource } from './template';

/** Whether the rule is acknowledged on the construct of the resource, on one around it, or on the stack. */
export function isAcknowledged(id: string, at: TemplateResource | Template): boolean {
  const { stackPath, constructPaths, acknowledged } = at instanceof Template ? at.artifact : at.template.artifact;
  const path = at instanceof Template ? stackPath : constructPaths.get(at.logicalId) ?? stackPath;
  return path !== undefined && [...acknowledged].some(([scope, ids]) => ids.has(id) && (path === scope || path.startsWith(`${scope}/`)));
}
