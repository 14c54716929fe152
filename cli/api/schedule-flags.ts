import type * as z from 'zod';
import type { ScheduleDetails } from '../../core/serve/api/schedule-schemas.ts';
import { badInput } from '../exit-codes.ts';
import type { ConnectionFlags } from './client.ts';
import { type RequestFlags, requestOf } from './request-flags.ts';

export interface ScheduleFlags extends RequestFlags, ConnectionFlags {
  expression?: string;
  timeZone?: string;
  window?: string;
  overlap?: string;
  paused?: boolean;
  json?: boolean;
}

type Details = z.infer<typeof ScheduleDetails>;

/** Lists have the last run only. */
export type ShownSchedule = Omit<Details, 'runs'> & Partial<Pick<Details, 'runs'>> & { last?: Details['runs'][number] };

type Body = Record<string, unknown>;

/** Of a schedule as it is shown, what may be sent again. */
export const writable = ({ expression, timeZone, windowMinutes, overlap, request, enabled }: ShownSchedule): Body => ({
  expression,
  timeZone,
  ...(windowMinutes ? { windowMinutes } : {}),
  overlap,
  request,
  enabled,
});

/** A schedule with what the flags say over it; a file of a request takes the place of the whole request. Throws bad input. */
export function bodyWith(flags: ScheduleFlags, before: Body): Body {
  const { expression, timeZone, window, overlap } = flags;
  if (window !== undefined && !/^\d+$/.test(window))
    throw badInput([`--window ${window}: write minutes, from 1 to 1440; 0 for none.`]);
  const { windowMinutes, ...rest } = before;
  const minutes = window === undefined ? windowMinutes : Number(window) || undefined;
  return {
    ...rest,
    ...(expression ? { expression } : {}),
    ...(timeZone ? { timeZone } : {}),
    ...(minutes ? { windowMinutes: minutes } : {}),
    ...(overlap ? { overlap } : {}),
    request: requestOf(flags, before.request),
  };
}
