/**
 * Gives the object this field. A ConfigMap, a label or a custom resource may have one called `__proto__`, whose plain
 * assignment would set the prototype and drop the value.
 */
export function assignField(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
}
