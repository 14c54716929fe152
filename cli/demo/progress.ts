/** Progress for people, on standard error, so that `--json` leaves one document on standard output. */
export interface Progress {
  /** A new thing is being done; the former one is done. */
  step(title: string): void;
  note(text: string): void;
  end(): void;
}

/** One line a step, with the time that it took once it is over. */
export function lineProgress(write: (text: string) => void, now: () => number): Progress {
  let current: { title: string; since: number } | undefined;
  const finish = () => {
    if (current) write(`  ✓ ${current.title} (${((now() - current.since) / 1000).toFixed(1)} s)\n`);
    current = undefined;
  };
  return {
    step(title) {
      finish();
      current = { title, since: now() };
    },
    note: (text) => write(`    ${text}\n`),
    end: finish,
  };
}
