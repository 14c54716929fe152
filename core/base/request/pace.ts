import * as z from 'zod';
import type { Problem } from '../errors.ts';
import { longestClosed } from '../pace/windows.ts';
import { PaceWindow } from './pace-window.ts';

/** EBS gives a snapshot up that gets no block for three days (https://docs.aws.amazon.com/ebs/latest/APIReference/API_StartSnapshot.html). */
const LONGEST_CLOSED_HOURS = 60;
const CLOSED = `no two openings may lie further apart than ${LONGEST_CLOSED_HOURS} hours, since EBS gives a snapshot up that gets no block for three days`;
const isClosedTooLong = (lists: PaceWindow[][]) => longestClosed(lists) > LONGEST_CLOSED_HOURS * 60;

const Windows = z
  .array(PaceWindow)
  .min(1)
  .max(20)
  .refine((windows) => !isClosedTooLong([windows]), CLOSED);

/**
 * How fast data may move. Requests are those of the EBS direct APIs that read and put blocks: all functions of all runs
 * together make no more of them in one account and Region.
 */
export const Pace = z.strictObject({
  mebibytesPerSecond: z.int().min(10).optional().describe('Of blocks, in each account and Region'),
  requestsPerSecond: z.int().min(20).optional().describe('Of the EBS direct APIs, in each account and Region'),
  apiRequestsPerSecond: z
    .int()
    .min(1)
    .optional()
    .describe("Of all functions of all runs, at the source cluster's API server"),
  volumesAtOnce: z.int().min(1).max(20).optional(),
  completionMinutes: z
    .int()
    .min(15)
    .max(2880)
    .multipleOf(15)
    .optional()
    .describe('In how many minutes EC2 is to complete each copy of a snapshot, for a price'),
  windows: Windows.optional().describe('When data is copied; at any time when left out'),
});
export type Pace = z.infer<typeof Pace>;

/** The pace of one run, fixed when it starts: the lower of what its route and its request say, and the windows of both. */
export const RunPace = Pace.omit({ windows: true }).extend({ windows: z.array(z.array(PaceWindow)).default([]) });
export type RunPace = z.infer<typeof RunPace>;

const RATES = ['mebibytesPerSecond', 'requestsPerSecond', 'apiRequestsPerSecond', 'volumesAtOnce'] as const;

/** Undefined where neither says anything. */
export function runPace(route: Pace | undefined, request: Pace | undefined): RunPace | undefined {
  if (!route && !request) return undefined;
  const { windows: _, ...all } = { ...route, ...request };
  return { ...all, windows: [route?.windows, request?.windows].filter((windows) => windows !== undefined) };
}

/** Everything of a request that is above its route's pace. */
export function beyondPace(request: Pace | undefined, route: Pace | undefined, name: string): Problem[] {
  const windows = runPace(route, request)?.windows ?? [];
  return [
    ...ratesBeyond(request, route, name),
    ...(windows.length > 1 && isClosedTooLong(windows)
      ? [
          {
            at: 'pace.windows',
            message: `Together with the windows of route "${name}" they are closed too long: ${CLOSED}.`,
          },
        ]
      : []),
  ];
}

function ratesBeyond(request: Pace | undefined, route: Pace | undefined, name: string): Problem[] {
  return RATES.flatMap((rate) => {
    const [asked, allowed] = [request?.[rate], route?.[rate]];
    if (asked === undefined || allowed === undefined || asked <= allowed) return [];
    return [{ at: `pace.${rate}`, message: `${asked} is above the pace of route "${name}", which is ${allowed}.` }];
  });
}
