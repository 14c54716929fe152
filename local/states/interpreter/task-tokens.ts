import { randomUUID } from 'node:crypto';
import type { Json } from '../../../core/manifests/kube-object.ts';
import { StateError } from './errors.ts';

interface Waiting {
  succeed(output: Json): void;
  fail(error: StateError): void;
  heartbeat(): void;
}

/** Tasks that wait until somebody sends their token back (https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token). */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiting>();

  /** A new token, and the answer to it; `onHeartbeat` runs at each SendTaskHeartbeat. */
  open(onHeartbeat: () => void): { token: string; answer: Promise<Json>; close(): void } {
    const token = Buffer.from(`${randomUUID()}${randomUUID()}`).toString('base64');
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    promise.catch(() => {});
    this.#waiting.set(token, { succeed: resolve, fail: reject, heartbeat: onHeartbeat });
    return { token, answer: promise, close: () => this.#waiting.delete(token) };
  }

  /** False when no task waits for the token (any more). */
  succeed(token: string, output: Json): boolean {
    return this.#settle(token, (waiting) => waiting.succeed(output));
  }

  fail(token: string, error: string, cause: string): boolean {
    return this.#settle(token, (waiting) => waiting.fail(new StateError(error, cause)));
  }

  heartbeat(token: string): boolean {
    const waiting = this.#waiting.get(token);
    waiting?.heartbeat();
    return waiting !== undefined;
  }

  #settle(token: string, act: (waiting: Waiting) => void): boolean {
    const waiting = this.#waiting.get(token);
    if (!waiting) return false;
    this.#waiting.delete(token);
    act(waiting);
    return true;
  }
}
