interface PrintedRound {
  /** Its number. */
  round: number;
  /** Absent while it is under way. */
  seconds?: number | undefined;
  bytes?: number | undefined;
}

/** One line for each round of a migration: `  round 2: 1.5 MiB in 12 seconds`. */
export const roundLines = (rounds: readonly PrintedRound[] = []): string[] =>
  rounds.map(({ round, seconds, bytes = 0 }) =>
    seconds === undefined
      ? `  round ${round}: under way`
      : `  round ${round}: ${(bytes / 2 ** 20).toFixed(1)} MiB in ${Math.round(seconds)} seconds`,
  );
