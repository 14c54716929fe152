import type { Clone } from './envelope.ts';
import type { FailureReport } from './failure.ts';

type About = Pick<Clone, 'cloneId'> & { route: Pick<Clone['route'], 'name'> };

/** The command that finishes cleaning up without undoing anything. */
export const cleanUpCommand = ({ route, cloneId }: About) => `kubeferry clean-up ${route.name} ${cloneId}`;

/** The command that undoes what a run made; it may be given any number of times. */
export const rollBackCommand = ({ route, cloneId }: About) => `kubeferry rollback ${route.name} ${cloneId}`;

/** A sentence that ends with the way out, once. */
export function withWayOut(sentence: string, command: string): string {
  if (sentence.includes(command)) return sentence;
  return `${sentence.replace(/\.?$/, '.')} Remove the cause, then run: ${command}`;
}

/** What a run that has succeeded could not clean up: nothing of the clone is missing, and nothing has to be undone. */
export const leftOver = (clone: About, failure: FailureReport): FailureReport => ({
  ...failure,
  sentence: withWayOut(failure.sentence, cleanUpCommand(clone)),
});

/** Of a roll-back that did not come to its end. */
export const notUndone = (clone: About, failure: FailureReport): FailureReport => ({
  ...failure,
  sentence: withWayOut(failure.sentence, rollBackCommand(clone)),
});
