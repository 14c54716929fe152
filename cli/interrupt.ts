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
  /** The answer of work, unless a signal comes: what fails then fails for what `cleanUp` has ended, and says nothing. */
  within<T>(work: Promise<T>): Promise<T>;
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
  let hasCome = false;
  const listener = () => {
    hasCome = true;
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
  const within = <T>(work: Promise<T>) => {
    const whole = work.catch((error: unknown) => {
      if (hasCome) return happened;
      throw error;
    });
    return Promise.race([whole, happened]);
  };
  process.once('SIGINT', listener);
  process.once('SIGTERM', listener);
  // Two turns: signals are looked at between timers and immediates.
  const check = async () => {
    await nextTurn();
    await Promise.race([happened, nextTurn()]);
  };
  return { happened, within, ignore, check };
}
