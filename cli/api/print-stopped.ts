import type { Run } from './client.ts';

type Stopped = Pick<Run, 'id' | 'route' | 'status' | 'rollBack'>;

const goOn = ({ route, id }: Stopped) => [
  `Go on: kubeferry retry ${route} ${id}`,
  `Undo it: kubeferry rollback ${route} ${id}`,
];

/** What is to be said of a status besides its name. Of a run that is over for good there is nothing to resume. */
const ENDS: Partial<Record<Run['status'], (run: Stopped) => string[]>> = {
  ABORTED: goOn,
  TIMED_OUT: (run) => ['It had run out of time already.', ...goOn(run)],
  SUCCEEDED: ({ route, id }) => [
    'It had ended already; nothing was stopped.',
    `Undo it: kubeferry rollback ${route} ${id}`,
    `Start it again: kubeferry clone ${route} --repeat ${id}`,
  ],
  FAILED: ({ route, id }) => [
    'It had failed already, and a run that fails rolls itself back; nothing was stopped.',
    `Why: kubeferry status ${route} ${id}`,
    `Roll it back once more: kubeferry rollback ${route} ${id}`,
    `Start it again: kubeferry clone ${route} --repeat ${id}`,
  ],
};

/** A run whose roll-back has begun cannot be retried, and is not to be undone twice. Nothing, when none has. */
function sayRollBack({ route, id, rollBack }: Stopped): string[] | undefined {
  if (rollBack?.status === 'RUNNING') return ['It is being rolled back.', `Look: kubeferry status ${route} ${id}`];
  if (rollBack?.status === 'SUCCEEDED')
    return ['It was rolled back already.', `Start it again: kubeferry clone ${route} --repeat ${id}`];
  return undefined;
}

/** How a run ended that was to be stopped, and what can be done with it. */
export const printStopped = (run: Stopped): string =>
  [`${run.id}: ${run.status}`, ...(sayRollBack(run) ?? ENDS[run.status]?.(run) ?? []), ''].join('\n');
