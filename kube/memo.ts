/** Remembers what was derived from an immutable value for as long as that value lives. */
export function memo<K extends object, V>(derive: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { value: V }>();
  return (key) => {
    const entry = known.get(key) ?? { value: derive(key) };
    known.set(key, entry);
    return entry.value;
  };
}
