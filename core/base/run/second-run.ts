import { nextTimes } from '../../../time/next-time.ts';
import { parseScheduleExpression } from '../../../time/schedule-expression.ts';
import type { Problem } from '../errors.ts';
import { ttlOf } from '../request/expiry.ts';
import type { Request } from '../request/request.ts';
import type { Schedule } from '../request/schedule.ts';

/** Clones whose time is over are removed at a quarter past each hour (`remove-expired`). */
const REMOVED_WITHIN_MS = 3_600_000;
/** Enough to see the nearest two of a week and of most months. */
const TIMES = 60;

/**
 * Why a schedule could clone once and never again: its second run would meet what its first has made, or a source that
 * is scaled to zero. Nothing of one that is paused, only plans, or has a single time. `from` is any moment before its times.
 */
export function secondRunProblems(
  schedule: Pick<Schedule, 'expression' | 'timeZone' | 'windowMinutes' | 'enabled'>,
  request: Pick<Request, 'mode' | 'onConflict' | 'ttl' | 'cutOver'>,
  from: Date,
): Problem[] {
  if (!schedule.enabled || request.mode !== 'clone') return [];
  const gap = smallestGap(schedule, from);
  if (gap === undefined) return [];
  if (request.cutOver)
    return [
      {
        at: 'cutOver',
        message:
          'A cut-over leaves the source at zero, so that the next time has nothing to clone. Give a single time, such as at(2026-12-24T18:00:00), or leave cutOver out.',
      },
    ];
  if (request.onConflict !== 'fail') return [];
  const { ttl } = request;
  const window = (schedule.windowMinutes ?? 0) * 60_000;
  if (ttl !== undefined && (ttlOf(ttl) ?? 0) + window + REMOVED_WITHIN_MS <= gap) return [];
  const refresh = 'Set "onConflict": "refresh" (--on-conflict refresh) to bring new data into the same namespaces';
  return [
    ttl === undefined
      ? {
          at: 'onConflict',
          message: `From its second time on it would meet its own clone, and be blocked. ${refresh}, or give each clone a "ttl" that is over before the next.`,
        }
      : {
          at: 'ttl',
          message: `A clone that lives ${ttl} is still there at the next time, which comes ${spanOf(gap)} later, so that that one would be blocked; it is removed within an hour of its end. Give a shorter ttl. ${refresh}.`,
        },
  ];
}

/** Milliseconds between its two nearest times; undefined when it has one at most. */
function smallestGap({ expression, timeZone }: Pick<Schedule, 'expression' | 'timeZone'>, from: Date) {
  const parsed = parseScheduleExpression(expression);
  if (parsed.kind === 'rate') return parsed.milliseconds;
  const times = nextTimes(parsed, timeZone, { after: from, madeAt: from, count: TIMES }).map((time) => time.getTime());
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  return gaps.length > 0 ? Math.min(...gaps) : undefined;
}

const spanOf = (milliseconds: number) => {
  const hours = milliseconds / 3_600_000;
  return hours < 1 ? `${Math.round(hours * 60)} minutes` : `${Math.round(hours * 10) / 10} hours`;
};
