/** What has to be ended: the last started first, each whatever becomes of the others. */
export interface Ends {
  add(...ends: (() => Promise<unknown>)[]): void;
  /** Running it again ends nothing twice. Throws the first failure, when all have been tried. */
  all(): Promise<void>;
}

export function createEnds(): Ends {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    add: (...more) => void ends.push(...more),
    async all() {
      const failures: unknown[] = [];
      for (const end of ends.splice(0).reverse()) await end().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}
