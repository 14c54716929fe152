import { CommandEnd, EXIT } from './exit-codes.ts';

export interface Interrupt {
  /** Rejects when SIGINT or SIGTERM came and `cleanUp` is through. */
  happened: Promise<never>;
  ignore(): void;
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
      () => reject(new CommandEnd(EXIT.failed, '')),
      (error) => reject(error),
    );
  };
  const ignore = () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
  process.once('SIGINT', listener);
  process.once('SIGTERM', listener);
  return { happened, ignore };
}
