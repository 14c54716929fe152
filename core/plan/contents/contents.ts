import { createHash } from 'node:crypto';
import { type ObjectRef, refText } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShards, ShardWriter } from '../../base/run/records.ts';

/** One object that a plan applies, and what it is then. */
export interface Content {
  /** The source object. */
  ref: ObjectRef;
  digest: string;
}

/** By `refText` of the source object. */
export type Contents = ReadonlyMap<string, Content>;

/** Which plan's contents: `contents` of the plan names its shards, so that those of two plans never mix. */
export interface ContentsOf {
  cloneId: string;
  contents?: string | undefined;
}

/** Keeps the contents of a plan as shards, and answers the SHA-256 over all of them, in the order of their names. */
export async function keepContents(store: ObjectStore, cloneId: string, contents: Content[]): Promise<string> {
  const lines = contents.map((content) => ({ name: refText(content.ref), content }));
  lines.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const hash = createHash('sha256');
  for (const { name, content } of lines) hash.update(`${name} ${content.digest}\n`);
  const digest = hash.digest('hex');
  const writer = new ShardWriter(store, keysOf(cloneId).contents(digest));
  for (const { content } of lines) await writer.add([content]);
  await writer.close();
  return digest;
}

/** Answers undefined for a plan of a version that kept none. */
export async function readContents(
  store: ObjectStore,
  { cloneId, contents }: ContentsOf,
): Promise<Contents | undefined> {
  if (!contents) return undefined;
  const found = new Map<string, Content>();
  for await (const shard of readShards<Content>(store, keysOf(cloneId).contents(contents)))
    for (const content of shard) found.set(refText(content.ref), content);
  return found;
}

/** Copies the contents of another run's plan beside this one's. */
export async function copyContents(store: ObjectStore, from: ContentsOf, cloneId: string): Promise<void> {
  if (!from.contents || from.cloneId === cloneId) return;
  const writer = new ShardWriter(store, keysOf(cloneId).contents(from.contents));
  for await (const shard of readShards<Content>(store, keysOf(from.cloneId).contents(from.contents)))
    await writer.add(shard);
  await writer.close();
}
