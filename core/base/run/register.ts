import { KubeferryError } from '../errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** Each failed attempt is somebody else's success, so more than a few mean a crowd. */
const ATTEMPTS = 40;

/** What becomes of a register, and what whoever asked is answered. */
export interface Decision<T, A> {
  /** The same value: nothing is written. Undefined: the register is removed. */
  next: T | undefined;
  answer: A;
}

/**
 * Changes one JSON record that several runs share as if they came one after the other: reads it, decides, and writes only
 * over what was read; where somebody came between, it decides again. So `decide` may run several times, and again after
 * its own change whose answer was lost. Throws Unavailable when others change it all the time.
 */
export async function changeRegister<T, A>(
  store: ObjectStore,
  key: string,
  decide: (held: T | undefined) => Decision<T, A>,
): Promise<A> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const found = await store.getTagged(key);
    const held = found && (JSON.parse(Buffer.from(found.body).toString('utf8')) as T);
    const { next, answer } = decide(held);
    if (next === held || (await write(store, key, next, found?.etag))) return answer;
  }
  throw new KubeferryError('Unavailable', `Many runs change "${key}" at this moment; ask again in some seconds.`);
}

function write(store: ObjectStore, key: string, next: unknown, etag: string | undefined): Promise<boolean> {
  if (next === undefined) return etag === undefined ? Promise.resolve(true) : store.deleteIf(key, etag);
  const body = JSON.stringify(next);
  return etag === undefined ? store.putNew(key, body) : store.putIf(key, body, etag);
}
