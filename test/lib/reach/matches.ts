type Conditions = Record<string, Record<string, unknown>>;

/**
 * Whether a statement is bound at least as narrowly as demanded: it has every demanded key, and allows no value that is
 * not among the demanded ones. More conditions only narrow it further.
 */
export function matches(demanded: Conditions, given: Conditions): boolean {
  return Object.entries(demanded).every(([operator, keys]) =>
    Object.entries(keys).every(([key, allowed]) => {
      const values = [given[operator]?.[key]].flat().filter((value) => value !== undefined);
      return values.length > 0 && values.every((value) => fits(allowed, String(value)));
    }),
  );
}

const fits = (allowed: unknown, value: string) =>
  allowed instanceof RegExp ? allowed.test(value) : [allowed].flat().map(String).includes(value);
