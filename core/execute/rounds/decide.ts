import { KubeferryError } from '../../base/errors.ts';
import type { Migration } from '../../base/request/migration.ts';
import type { Round } from '../../base/run/rounds.ts';
import { type Outlook, outlookOf, secondsOf, since } from './outlook.ts';

export interface Situation {
  migrate: Migration;
  rounds: readonly Round[];
  /** Somebody has approved the cut-over. */
  approved: boolean;
  now: Date;
}

/** What comes next, and in how many seconds it is asked again. */
export type Next =
  | { next: 'round'; seconds: 0 }
  | { next: 'wait'; seconds: number }
  | { next: 'cut-over'; seconds: 0; downSeconds: number };

/** Of one run: with what each writes into the history of its machine, seven days of waiting stay below 25,000 events. */
export const MOST_ROUNDS = 200;

/**
 * Whether the rest is small enough to take the source down for it, once that is due; until then the changes are kept few by
 * a round now and then. Throws DowntimeTooLong where more rounds make them no fewer, and DeadlinePassed where a time that was
 * named is long over: whoever named a time at night does not mean the morning after. Pure.
 */
export function decide({ migrate, rounds, approved, now }: Situation): Next {
  const outlook = outlookOf(rounds, now);
  const dueIn = secondsUntilDue(migrate, approved, now);
  if (dueIn < -LATEST_SECONDS) throw tooLate(migrate, now);
  if (!outlook) return { next: 'round', seconds: 0 };
  const most = migrate.maxDowntimeMinutes * 60;
  if (dueIn <= 0 && outlook.downSeconds <= most)
    return { next: 'cut-over', seconds: 0, downSeconds: outlook.downSeconds };
  if (dueIn <= 0) {
    if (rounds.length >= MOST_ROUNDS || !shrinks(rounds)) throw tooLong(outlook, migrate, rounds);
    return { next: 'round', seconds: 0 };
  }
  if (rounds.length >= MOST_ROUNDS) return waitFor(dueIn, rounds, now);
  const last = rounds.at(-1)!;
  const age = since(last.startedAt, now.toISOString());
  // The last round before a known time is over shortly before it, so that hardly anything is left then.
  const lead = LEAD * outlook.copySeconds + SPARE_SECONDS;
  const nextIn = Math.min(
    restOf(rounds) - age,
    Number.isFinite(dueIn) && age + dueIn > 2 * lead ? dueIn - lead : Infinity,
  );
  return nextIn <= 0 ? { next: 'round', seconds: 0 } : waitFor(Math.min(nextIn, dueIn), rounds, now);
}

/** After a time that was named. */
const LATEST_SECONDS = 3600;

const tooLate = ({ cutOver }: Migration, now: Date) =>
  new KubeferryError(
    'DeadlinePassed',
    `The cut-over was to be at ${cutOver}, and at ${now.toISOString()} its changes are not few enough yet, so that it would take the source down at another time than was asked for. ` +
      'The source was not touched. Way out: start again with a later time in migrate.cutOver, with "on-approval", or with a higher pace.',
  );

const LEAD = 1.5;
const SPARE_SECONDS = 60;

function secondsUntilDue({ cutOver }: Migration, approved: boolean, now: Date): number {
  if (cutOver === 'now' || approved) return 0;
  return cutOver === 'on-approval' ? Number.POSITIVE_INFINITY : since(now.toISOString(), cutOver);
}

/** From the beginning of one round to that of the next while nothing is due: a quarter of an hour for a day, then hours. */
function restOf(rounds: readonly Round[]): number {
  const last = secondsOf(rounds.at(-1)!);
  return Math.max(4 * last, rounds.length < ROUNDS_OF_A_DAY ? 15 * 60 : 2.5 * 3600);
}
const ROUNDS_OF_A_DAY = 96;

/** An approval is seen within five minutes on the first day, and within ten later. */
function waitFor(seconds: number, rounds: readonly Round[], now: Date): Next {
  const isLong = since(rounds[0]!.startedAt, now.toISOString()) > 24 * 3600;
  return { next: 'wait', seconds: Math.ceil(Math.max(1, Math.min(seconds, isLong ? 600 : 300))) };
}

/** Rounds that follow each other at once copy less each time, or the source changes as fast as it is copied. */
function shrinks(rounds: readonly Round[]): boolean {
  const [one, two, three] = rounds.slice(-3);
  if (!one?.endedAt || !two?.endedAt || !three?.endedAt) return true;
  const atOnce =
    since(one.endedAt, two.startedAt) < AT_ONCE_SECONDS && since(two.endedAt, three.startedAt) < AT_ONCE_SECONDS;
  return !atOnce || secondsOf(three) < 0.9 * secondsOf(two);
}
const AT_ONCE_SECONDS = 60;

const tooLong = ({ downSeconds }: Outlook, { maxDowntimeMinutes }: Migration, rounds: readonly Round[]) =>
  new KubeferryError(
    'DowntimeTooLong',
    `A cut-over now would take the source down for about ${Math.ceil(downSeconds / 60)} minutes, and ${maxDowntimeMinutes} are allowed (migrate.maxDowntimeMinutes). ` +
      `After ${rounds.length} rounds its changes do not become fewer: it writes about as fast as they are copied. The source was not touched. ` +
      'Way out: allow more minutes, raise the pace, or start again at a time when less is written (migrate.cutOver).',
  );
