import type { Workflow } from './schema.ts';
import { statesOf } from './walk.ts';

/**
 * "States.ALL must appear alone in the ErrorEquals array and must appear in the last retrier (catcher)"
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html).
 */
export function checkErrorLists(machine: Workflow): string[] {
  return [...statesOf(machine)].flatMap(({ name, state }) =>
    (['Retry', 'Catch'] as const).flatMap((field) => {
      const entries = (state as { [key in typeof field]?: { ErrorEquals: string[] }[] })[field] ?? [];
      return entries.flatMap(({ ErrorEquals }, at) =>
        ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || at < entries.length - 1)
          ? [`state '${name}', field '${field}/${at}': States.ALL stands alone, in the last entry`]
          : [],
      );
    }),
  );
}
