import { AROUND_SECONDS } from '../../base/run/downtime.ts';
import type { Round } from '../../base/run/rounds.ts';

/** How long the source would be down if its last changes were copied now. */
export interface Outlook {
  /** Of the changes: from their snapshot until it has its twin. */
  copySeconds: number;
  /** With what is around it: `AROUND_SECONDS`. */
  downSeconds: number;
}

/**
 * By what the rounds have measured: at which rate the source changes, at which its changes are copied, and what each round
 * takes however little there is to copy. Undefined before there are two, since one says nothing about changes. Pure.
 */
export function outlookOf(rounds: readonly Round[], now: Date): Outlook | undefined {
  const ended = rounds.filter((round) => round.endedAt !== undefined);
  const [before, last] = ended.slice(-2);
  if (!before || !last) return undefined;
  const fastest = Math.max(...ended.map((round) => bytesOf(round) / secondsOf(round)));
  const copying = (bytes: number) => (fastest > 0 ? bytes / fastest : 0);
  const fixed = Math.max(0, secondsOf(last) - copying(bytesOf(last)));
  const changeRate = bytesOf(last) / Math.max(1, since(before.startedAt, last.startedAt));
  const copySeconds = Math.ceil(fixed + copying(changeRate * since(last.startedAt, now.toISOString())));
  return { copySeconds, downSeconds: copySeconds + AROUND_SECONDS };
}

export const bytesOf = ({ volumes }: Pick<Round, 'volumes'>): number =>
  volumes.reduce((sum, { bytes }) => sum + bytes, 0);

/** One at least. */
export const secondsOf = ({ startedAt, endedAt = startedAt }: Pick<Round, 'startedAt' | 'endedAt'>): number =>
  Math.max(1, since(startedAt, endedAt));

export const since = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
