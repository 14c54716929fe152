import type { Clock } from '../../../time/clock.ts';
import { StateError } from '../base/errors.ts';
import { HISTORY_EVENTS } from '../base/limits.ts';

/** One event of an execution (https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html). */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  timestamp: Date;
  type: string;
  /** One member such as `taskFailedEventDetails`. */
  details: Record<string, unknown>;
}

/** The last event of one line of states: branches and iterations each go on from the event that started them. */
export interface Trail {
  last: number;
}

export class History {
  readonly events: HistoryEvent[] = [];
  readonly #clock: Clock;
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds an event after the trail's last one; fails the execution when only the room for its end is left. */
  add(trail: Trail, type: string, details: Record<string, unknown> = {}): void {
    if (this.isFull)
      throw new StateError(
        'States.Runtime',
        `The execution reached the maximum number of history events (${HISTORY_EVENTS}).`,
      );
    this.end(trail, type, details);
  }

  /** Adds an event after the trail's last one, which the next one follows, too: so AWS counts the ends of Maps. */
  addAside(trail: Trail, type: string, details: Record<string, unknown> = {}): void {
    this.add({ last: trail.last }, type, details);
  }

  /** Adds an event that ends or redrives the execution: there is always room for it. */
  end(trail: Trail, type: string, details: Record<string, unknown> = {}): void {
    const id = this.events.length + 1;
    this.events.push({ id, previousEventId: trail.last, timestamp: this.#clock.now(), type, details });
    trail.last = id;
  }

  get isFull(): boolean {
    return this.events.length >= HISTORY_EVENTS - 1;
  }
}
