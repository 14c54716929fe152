import { setImmediate as nextTurn } from 'node:timers/promises';
import { CommandEnd, EXIT } from './exit-codes.ts';

/** The user ended it: whatever still runs in this process is not waited for. */
export class Interrupted extends CommandEnd {
  constructor() {
    super(EXIT.failed, '');
  }
}

export interface Interrupt {
  /** Rejects when SIGINT or SIGTERM came and `cleanUp` is through. */
  happened: Promise<never>;
  ignore(): void;
  /** Lets a signal through that came during work that blocks, such as a synthesis. */
  check(): Promise<void>;
}

/** A second signal ends the process at once: whoever presses Ctrl-C twice means it. */
export function onInterrupt(cleanUp: () => Promise<void>): Interrupt {
  let reject: (reason: unknown) => void;
  const happened = new Promise<never>((_, no) => {
    reject = no;
  });
  happened.catch(() => {});
  const listener = () => {
    ignore();
    cleanUp().then(
      () => reject(new Interrupted()),
      (error) => reject(error),
    );
  };
  const ignore = () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
  process.once('SIGINT', listener);
  process.once('SIGTERM', listener);
  // Two turns: signals are looked at between timers and immediates.
  const check = async () => {
    await nextTurn();
    await Promise.race([happened, nextTurn()]);
  };
  return { happened, ignore, check };
}
