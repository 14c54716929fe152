import type { ObjectStore } from '../../base/ports/object-store.ts';
import { markOfKey } from '../../execute/progress/marks.ts';
import type { Memory } from './memory.ts';

/** Records that are written once, and only if they are absent: who asked, that the roll-back has begun, when a volume was how far. */
const isWrittenOnce = (key: string) =>
  /^clones\/[^/]+\/(asked|closed)\.json$/.test(key) || markOfKey(key) !== undefined;

/** Asks S3 once for what cannot change any more, and again for what was missing. */
export function rememberedStore(store: ObjectStore, memory: Memory): ObjectStore {
  return {
    ...store,
    get: (key) =>
      isWrittenOnce(key)
        ? memory.forever(
            `record ${key}`,
            () => store.get(key),
            (found) => found !== undefined,
          )
        : store.get(key),
  };
}
