/** What was found, or why it was not: checks decide on both. */
export type Fact<T> = { value: T } | { failure: { error: string; message: string } } | { notAsked: string };

/** Runs a look, and keeps what it threw. */
export async function fact<T>(look: () => Promise<T>): Promise<Fact<T>> {
  try {
    return { value: await look() };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { failure: { error: name, message } };
  }
}

/** Of a fact that stands on another: asked only when the other is there. */
export const after = <A, T>(first: Fact<A>, look: (value: A) => Promise<T>, missing: string): Promise<Fact<T>> =>
  'value' in first ? fact(() => look(first.value)) : Promise.resolve({ notAsked: missing });

/** Why there is no value, in a sentence. */
export const whyNot = (missing: { failure: { message: string } } | { notAsked: string }): string =>
  'failure' in missing ? missing.failure.message : missing.notAsked;
