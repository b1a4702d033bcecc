/**
 * `@peculiar/x509` finds its algorithms through tsyringe, which refuses to load without the `Reflect` functions of the decorator metadata
 * proposal. These three are all that it calls.
 */
interface MetadataReflect {
  getMetadata?(key: unknown, target: object): unknown;
  getOwnMetadata?(key: unknown, target: object): unknown;
  defineMetadata?(key: unknown, value: unknown, target: object): void;
}

const reflect = Reflect as MetadataReflect;

if (reflect.getMetadata === undefined) {
  const metadata = new WeakMap<object, Map<unknown, unknown>>();
  const own = (key: unknown, target: object) => metadata.get(target)?.get(key);
  reflect.getOwnMetadata = own;
  reflect.getMetadata = (key, target) => {
    for (let object: object | null = target; object !== null; object = Reflect.getPrototypeOf(object)) {
      if (metadata.get(object)?.has(key)) {
        return own(key, object);
      }
    }
    return undefined;
  };
  reflect.defineMetadata = (key, value, target) => {
    metadata.set(target, (metadata.get(target) ?? new Map<unknown, unknown>()).set(key, value));
  };
}
