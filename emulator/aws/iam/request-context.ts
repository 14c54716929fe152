/** Condition keys in lower case -> values. */
export type Context = ReadonlyMap<string, string[]>;
