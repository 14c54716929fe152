import type { Clock } from '../../../time/clock.ts';

interface Sleeper {
  until: number;
  wake(): void;
}

/**
 * Time that passes only when nothing else is left to do: the next sleeper wakes as soon as all promises are settled.
 * Works while everything that runs on it waits for this clock or for settled promises, never for a socket.
 */
export class VirtualClock implements Clock {
  #now = Date.parse('2026-11-22T10:00:00.000Z');
  #sleepers: Sleeper[] = [];
  #ticking = false;

  now(): Date {
    return new Date(this.#now);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const sleeper = { until: this.#now + milliseconds, wake: resolve };
    this.#sleepers.push(sleeper);
    const leave = () => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
      resolve();
    };
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted) leave();
    this.#tick();
    return promise.finally(() => signal?.removeEventListener('abort', leave));
  }

  #tick(): void {
    if (this.#ticking || this.#sleepers.length === 0) return;
    this.#ticking = true;
    // An immediate runs when every settled promise has been followed up.
    setImmediate(() => {
      this.#ticking = false;
      const next = this.#sleepers.reduce<Sleeper | undefined>(
        (first, other) => (first && first.until <= other.until ? first : other),
        undefined,
      );
      if (!next) return;
      this.#sleepers = this.#sleepers.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.until);
      next.wake();
      this.#tick();
    });
  }
}
