import * as z from 'zod';
import { KubeferryError } from '../errors.ts';

/** How long a run may wait for its cut-over, as for an approval. */
const LONGEST_WAIT_DAYS = 7;

const isTime = (text: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));

/** A migration in rounds: the source works on while its volumes are copied, and is down for the last of the changes alone. */
export const Migration = z.strictObject({
  cutOver: z
    .string()
    .refine(
      (text) => text === 'now' || text === 'on-approval' || isTime(text),
      'a cut-over is "now", "on-approval", or a time such as 2026-05-01T22:00:00Z',
    )
    .default('now')
    .describe(
      'When the source is left: now, as soon as its changes are few; at a time, 7 days ahead at most; or on-approval, when somebody approves it',
    ),
  maxDowntimeMinutes: z
    .int()
    .min(1)
    .max(1440)
    .default(15)
    .describe('The source is not touched as long as it is expected to be down for longer'),
});
export type Migration = z.infer<typeof Migration>;

/** What a request with `migrate` means where it does not say otherwise. */
export const MEANT_BY_MIGRATE = { profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } };

/** Throws InvalidRequest where the cut-over is further ahead than a run waits, or is over. `now` is ISO 8601. */
export function refuseFarCutOver({ migrate }: { migrate?: Migration | undefined }, now: string): void {
  if (!migrate || !isTime(migrate.cutOver)) return;
  const days = (Date.parse(migrate.cutOver) - Date.parse(now)) / (24 * 3600 * 1000);
  if (days > 0 && days <= LONGEST_WAIT_DAYS) return;
  const message = `The cut-over at ${migrate.cutOver} is ${days > 0 ? `more than ${LONGEST_WAIT_DAYS} days ahead` : 'over'}; name a time within ${LONGEST_WAIT_DAYS} days, "now" or "on-approval".`;
  throw new KubeferryError('InvalidRequest', `migrate.cutOver: ${message} Nothing was touched.`, {
    problems: [{ at: 'migrate.cutOver', message }],
  });
}
