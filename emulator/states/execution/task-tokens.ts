import { randomUUID } from 'node:crypto';
import type { Json } from '../../../kube/kube-object.ts';
import { StateError } from '../base/errors.ts';

interface Waiting {
  succeed(output: Json): void;
  fail(error: StateError): void;
  heartbeat(): void;
}

/** Where a token was made: it works for principals of that account only, and in that Region. */
export interface TokenHome {
  account: string;
  region: string;
}

/** What became of an answer; `unknown` is a token that no task ever got, `malformed` none at all. */
export type TokenAnswer = 'taken' | 'closed' | 'unknown' | 'malformed';

/**
 * Tasks that wait until somebody sends their token back. "Make sure to pass task tokens from principals within the same
 * AWS account" (https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token).
 */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiting>();
  readonly #made = new Map<string, TokenHome>();

  /** A new token, and the answer to it; `onHeartbeat` runs at each SendTaskHeartbeat. */
  open(home: TokenHome, onHeartbeat: () => void): { token: string; answer: Promise<Json>; close(): void } {
    const token = Buffer.from(`${PREFIX}${randomUUID()}${randomUUID()}`).toString('base64');
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    promise.catch(() => {});
    this.#made.set(token, home);
    this.#waiting.set(token, { succeed: resolve, fail: reject, heartbeat: onHeartbeat });
    return { token, answer: promise, close: () => this.#waiting.delete(token) };
  }

  succeed(token: string, from: TokenHome, output: Json): TokenAnswer {
    return this.#settle(token, from, (waiting) => waiting.succeed(output));
  }

  fail(token: string, from: TokenHome, error: string, cause: string): TokenAnswer {
    return this.#settle(token, from, (waiting) => waiting.fail(new StateError(error, cause)));
  }

  heartbeat(token: string, from: TokenHome): TokenAnswer {
    const { waiting, answer } = this.#find(token, from);
    waiting?.heartbeat();
    return answer;
  }

  #settle(token: string, from: TokenHome, act: (waiting: Waiting) => void): TokenAnswer {
    const { waiting, answer } = this.#find(token, from);
    if (waiting) {
      this.#waiting.delete(token);
      act(waiting);
    }
    return answer;
  }

  #find(token: string, from: TokenHome): { waiting?: Waiting | undefined; answer: TokenAnswer } {
    if (!Buffer.from(token, 'base64').toString().startsWith(PREFIX)) return { answer: 'malformed' };
    const home = this.#made.get(token);
    if (home?.account !== from.account || home.region !== from.region) return { answer: 'unknown' };
    const waiting = this.#waiting.get(token);
    return { waiting, answer: waiting ? 'taken' : 'closed' };
  }
}

const PREFIX = 'task ';
