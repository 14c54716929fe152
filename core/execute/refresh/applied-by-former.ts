import { type KubeObject, refOf } from '../../../kube/kube-object.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShard } from '../../base/run/records.ts';
import { memberKey } from '../../plan/refresh/members.ts';

/** Shards that are read at a time, while it is noted what is in which. */
const AT_ONCE = 8;
/** Shards that stay in memory: objects that were kept together were mostly applied together. */
const HELD = 4;

/** Finds what the former clones applied for objects, by `memberKey`. */
export type AppliedByFormer = (objects: readonly KubeObject[]) => Promise<Map<string, KubeObject>>;

/**
 * What the former clones applied, from their own records. The fields of it are theirs to the server, so that is what is applied
 * again before anything else is put back. Each shard is read once to note what is in it, and again where something of it is asked for.
 */
export async function appliedByFormer(store: ObjectStore, formers: readonly string[]): Promise<AppliedByFormer> {
  const shardOf = new Map<string, string>();
  for (const former of formers) {
    const keys: string[] = [];
    for await (const key of store.list(keysOf(former).allTranslated)) keys.push(key);
    const members = await inParallel(keys, AT_ONCE, async (key) =>
      (await readShard<KubeObject>(store, key)).map((object) => memberKey(refOf(object))),
    );
    for (const [at, key] of keys.entries()) for (const member of members[at]!) shardOf.set(member, key);
  }
  const read = lastRead(store);
  return async (objects) => {
    const wanted = new Set(objects.map((object) => memberKey(refOf(object))));
    const found = new Map<string, KubeObject>();
    for (const key of new Set([...wanted].flatMap((member) => shardOf.get(member) ?? [])))
      for (const object of await read(key)) {
        const member = memberKey(refOf(object));
        if (wanted.has(member) && shardOf.get(member) === key) found.set(member, object);
      }
    return found;
  };
}

function lastRead(store: ObjectStore): (key: string) => Promise<KubeObject[]> {
  const held = new Map<string, Promise<KubeObject[]>>();
  return (key) => {
    const shard = held.get(key) ?? readShard<KubeObject>(store, key);
    held.delete(key);
    held.set(key, shard);
    for (const oldest of held.keys()) if (held.size > HELD) held.delete(oldest);
    return shard;
  };
}
