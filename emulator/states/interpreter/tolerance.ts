import { StateError } from '../base/errors.ts';
import type { MapRun } from '../execution/execution.ts';

/**
 * Counts the items of failed and timed out children against the thresholds of a Map Run: "If you specify both values,
 * the workflow fails when it exceeds either"; without any, none may fail
 * (https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold).
 */
export class Tolerance {
  readonly #mapRun: MapRun;
  readonly #total: number;
  #failed = 0;

  constructor(mapRun: MapRun) {
    this.#mapRun = mapRun;
    this.#total = mapRun.inputs.reduce((sum, { items }) => sum + items, 0);
  }

  note(index: number): void {
    const status = this.#mapRun.children[index]?.status;
    if (status === 'FAILED' || status === 'TIMED_OUT') this.#failed += this.#mapRun.inputs[index]?.items ?? 0;
  }

  get isExceeded(): boolean {
    const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = this.#mapRun;
    if (count === undefined && percentage === undefined) return this.#failed > 0;
    const share = this.#total === 0 ? 0 : (100 * this.#failed) / this.#total;
    return (count !== undefined && this.#failed > count) || (percentage !== undefined && share > percentage);
  }

  check(): void {
    if (!this.isExceeded) return;
    throw new StateError(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    );
  }
}
