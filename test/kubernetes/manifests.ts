import { App, Chart } from 'cdk8s';
import { CdkTokenGuard } from '../../src/kubernetes';
import { schemaErrors } from '../imports/crd-schema';

/** Groups whose kinds Kubernetes has built in: they have no CRD, and the compiler has checked their fields. */
const BUILT_IN = ['apps/v1', 'policy/v1', 'rbac.authorization.k8s.io/v1', 'v1'];

/** The objects of a chart, each valid for its CRD. */
export function manifests(declare: (chart: Chart) => void): any[] {
  const chart = new Chart(new App({ resolvers: [new CdkTokenGuard()] }), 'chart');
  declare(chart);
  const objects = chart.toJson();
  for (const object of objects) {
    const errors = schemaErrors(object);
    if (errors === undefined ? !BUILT_IN.includes(object.apiVersion) : errors.length > 0) {
      throw new Error(`${object.apiVersion} ${object.kind} ${object.metadata.name}: ${errors?.join('; ') ?? 'has no schema'}`);
    }
  }
  return objects;
}

/** The one object of a chart. */
export function manifest(declare: (chart: Chart) => void): any {
  const objects = manifests(declare);
  expect(objects).toHaveLength(1);
  return objects[0];
}

/** The one object of that kind. */
export function ofKind(kind: string, objects: any[]): any {
  const found = objects.filter(object => object.kind === kind);
  expect(found.map(object => object.metadata.name)).toHaveLength(1);
  return found[0];
}

/** Every string in a value, keys included. */
export function stringsIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(stringsIn);
  }
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, child]) => [key, ...stringsIn(child)]);
  }
  return [String(value)];
}

/** Every object and list in a value: the same one twice would become an anchor and an alias in YAML. */
export function referencesIn(value: unknown): object[] {
  return value !== null && typeof value === 'object' ? [value, ...Object.values(value).flatMap(referencesIn)] : [];
}
