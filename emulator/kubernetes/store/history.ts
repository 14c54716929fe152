import type { KubeObject } from '../../../kube/kube-object.ts';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface StoreEvent {
  type: EventType;
  storage: string;
  object: KubeObject;
  /** Before the change: absent for ADDED. */
  previous?: KubeObject;
  revision: number;
}

/** How many events a watch can look back on; a real server's window is limited likewise. */
const WINDOW_EVENTS = 20_000;

/** The latest events, for watches that start in the past. */
export class History {
  #events: StoreEvent[] = [];
  #oldest = 0;

  add(event: StoreEvent): void {
    this.#events.push(event);
    if (this.#events.length >= 2 * WINDOW_EVENTS) this.compact(WINDOW_EVENTS);
  }

  /** Events after `revision`, or undefined when some of them are forgotten. */
  since(revision: number): StoreEvent[] | undefined {
    if (revision < this.#oldest) return undefined;
    return this.#events.filter((event) => event.revision > revision);
  }

  /** Forgets all but the latest `keep` events, as etcd's compaction does. */
  compact(keep: number): void {
    const dropped = this.#events.slice(0, Math.max(0, this.#events.length - keep));
    this.#oldest = dropped.at(-1)?.revision ?? this.#oldest;
    this.#events = this.#events.slice(dropped.length);
  }
}
