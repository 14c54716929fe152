import type { ClusterState } from '../store/cluster-state.ts';
import type { Controller } from './controller.ts';

/** Told of every reconcile that fails and will be tried again; mostly what the server refused. */
export type ReportError = (where: string, error: unknown) => void;

/**
 * Runs the controllers on the store's events: each key once however many events named it, after the request that
 * caused them. A reconcile that throws is tried again a little later, as a real controller does.
 */
export class Runner {
  readonly #state: ClusterState;
  readonly #controllers: Controller[];
  readonly #queued = new Map<string, { controller: Controller; key: string }>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #report: ReportError | undefined;
  readonly #unsubscribe: () => void;
  #scheduled: NodeJS.Immediate | undefined;
  #stopped = false;

  constructor(state: ClusterState, controllers: Controller[], report?: ReportError) {
    this.#report = report;
    this.#state = state;
    this.#controllers = controllers;
    this.#unsubscribe = state.store.subscribe((event) => {
      for (const controller of this.#controllers) {
        for (const key of controller.watches[event.storage]?.(event, state) ?? []) this.enqueue(controller, key);
        for (const key of controller.watches['*']?.(event, state) ?? []) this.enqueue(controller, key);
      }
    });
  }

  enqueue(controller: Controller, key: string): void {
    if (this.#stopped) return;
    this.#queued.set(`${controller.name} ${key}`, { controller, key });
    this.#scheduled ??= setImmediate(() => this.#run());
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    this.#queued.clear();
    if (this.#scheduled) clearImmediate(this.#scheduled);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Works for at most a few milliseconds, so that requests are answered in between. */
  #run(): void {
    this.#scheduled = undefined;
    const until = performance.now() + 10;
    for (const [id, { controller, key }] of this.#queued) {
      this.#queued.delete(id);
      this.#reconcile(controller, key);
      if (performance.now() > until) break;
    }
    if (this.#queued.size > 0 && !this.#stopped) this.#scheduled ??= setImmediate(() => this.#run());
  }

  #reconcile(controller: Controller, key: string): void {
    try {
      const again = controller.reconcile(key, this.#state);
      if (again !== undefined) this.#later(controller, key, again);
    } catch (error) {
      this.#report?.(`controller of ${controller.name}, ${key}`, error);
      this.#later(controller, key, RETRY_MILLISECONDS);
    }
  }

  #later(controller: Controller, key: string, milliseconds: number): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.enqueue(controller, key);
    }, milliseconds);
    this.#timers.add(timer);
  }
}

const RETRY_MILLISECONDS = 200;
