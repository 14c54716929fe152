/** The member with its new value; undefined as value removes it. */
export function optional<K extends string, T, U>(
  name: K,
  value: T | undefined,
  change: (value: T) => U | undefined | '',
): { [P in K]?: Exclude<U, undefined | ''> } {
  const changed = value === undefined ? undefined : change(value);
  return { [name]: changed === '' ? undefined : changed } as { [P in K]?: Exclude<U, undefined | ''> };
}

/** The items that are left, changed; undefined and '' leave one out. */
export function kept<T>(items: T[], change: (item: T) => T | undefined | ''): T[] {
  return items.flatMap((item) => change(item) || []);
}
