/** A part of the test. `run` throws a sentence when it fails. */
export interface Step {
  title: string;
  /** What it makes or calls, for whoever reads a dry run. */
  does: readonly string[];
  run(signal: AbortSignal): Promise<void>;
}

export interface Outcome {
  /** Why the test failed; undefined when everything was as expected. */
  failure?: string;
  /** What could not be removed, each with the reason. */
  left: string[];
}

/**
 * Runs the steps in their order, up to the first that fails or until `signal` says to stop; and then every removal, whatever
 * happened before. Removals find by themselves what is there, so that one which fails stops no other.
 */
export async function runSteps(
  steps: readonly Step[],
  removals: readonly Step[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Outcome> {
  const failure = await firstFailure(steps, signal, say);
  return { ...(failure ? { failure } : {}), left: await removeAll(removals, say) };
}

async function firstFailure(steps: readonly Step[], signal: AbortSignal, say: (line: string) => void) {
  for (const { title, run } of steps) {
    if (signal.aborted) return `Stopped before "${title}".`;
    say(title);
    try {
      await run(signal);
    } catch (error) {
      return signal.aborted ? `Stopped during "${title}".` : `"${title}" failed: ${sentenceOf(error)}`;
    }
  }
  return undefined;
}

/** Nothing stops a removal but the end of the process. */
export async function removeAll(removals: readonly Step[], say: (line: string) => void): Promise<string[]> {
  const left: string[] = [];
  for (const { title, run } of removals) {
    say(title);
    try {
      await run(new AbortController().signal);
    } catch (error) {
      left.push(`${title}: ${sentenceOf(error)}`);
    }
  }
  return left;
}

/** Every step and removal with what it does, in their order. */
export function printSteps(steps: readonly Step[], removals: readonly Step[]): string[] {
  const lines = (list: readonly Step[], from: number) =>
    list.flatMap(({ title, does }, at) => [`${from + at + 1}. ${title}`, ...does.map((line) => `     ${line}`)]);
  return [...lines(steps, 0), 'In the end, after a failure, and after Ctrl-C:', ...lines(removals, steps.length)];
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
