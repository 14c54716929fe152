import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Lock } from '../../base/run/lock.ts';
import { changeRegister } from '../../base/run/register.ts';

/** Takes the one seat in a line. Answers who has it; undefined when it is this run, however often it asks. */
export const takeSeat = (store: ObjectStore, seat: string, run: Lock): Promise<Lock | undefined> =>
  changeRegister<Lock, Lock | undefined>(store, seat, (held) =>
    held === undefined || held.cloneId === run.cloneId
      ? { next: held ?? run, answer: undefined }
      : { next: held, answer: held },
  );

/** Frees the seat if this run has it. */
export const leaveSeat = (store: ObjectStore, seat: string, cloneId: string): Promise<void> =>
  changeRegister<Lock, void>(store, seat, (held) => ({
    next: held?.cloneId === cloneId ? undefined : held,
    answer: undefined,
  }));
