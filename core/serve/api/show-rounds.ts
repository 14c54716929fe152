import * as z from 'zod';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { roundsOf } from '../../base/run/rounds.ts';
import { bytesOf, secondsOf } from '../../execute/rounds/outlook.ts';

export const RoundView = z.object({
  round: z.int(),
  startedAt: z.string().describe('When its snapshots were begun'),
  seconds: z.number().optional().describe('Until each had its twin in the target; absent while it is under way'),
  bytes: z.number().optional().describe('That it moved: all that is written at first, then what has changed'),
});
export type RoundView = z.infer<typeof RoundView>;

/** What the rounds of a migration have moved so far; nothing of another run. */
export async function roundsShown(store: ObjectStore, cloneId: string): Promise<{ rounds?: RoundView[] }> {
  const { rounds } = await roundsOf(store, cloneId);
  if (rounds.length === 0) return {};
  return {
    rounds: rounds.map((round) => ({
      round: round.number,
      startedAt: round.startedAt,
      ...(round.endedAt ? { seconds: secondsOf(round), bytes: bytesOf(round) } : {}),
    })),
  };
}
