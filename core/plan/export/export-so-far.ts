import type { Discovery } from '../../../kube/cluster-api.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import { findRecord, type WrittenShards, writeRecord } from '../../base/run/records.ts';
import type { SourceIndex } from '../../translate/context.ts';
import type { Taken } from '../../translate/graph/taken-along.ts';
import type { NotedNeeds } from '../../translate/references.ts';
import type { Part, Place } from './parts.ts';

/** That of the function that an export is part of. */
export interface Invocation {
  /** The state that waits for the export, by when it was entered: one that is entered again exports from the start. */
  since: string;
  /** Whether the time of the invocation is nearly over. */
  isOver: () => boolean;
}

/** How an export that takes more than one invocation goes on. */
export interface Pausing extends Invocation {
  /** Where it is kept how far the export is. */
  key: string;
}

/**
 * What an invocation keeps for its end: the pages that are under way, its last shard, and what follows an export in the same
 * function, which runs the rules over each object: 11,000 a second by `test/bench/translate.ts`.
 */
export const EXPORT_RESERVE_MS = 90_000;

/** What an export has decided before it lists anything. */
export interface Scope {
  parts: Part[];
  namespaces: string[];
  selection: Request['selection'];
  failed: Discovery['failed'];
  taken?: Taken[];
}

/** An export up to a place in its lists: names, and no object. */
export interface ExportSoFar {
  scope: Scope;
  place: Place;
  index: SourceIndex;
  needs: NotedNeeds;
  written: WrittenShards;
}

type Kept = ExportSoFar & { since: string };

/** That of the same state, which is asked again; undefined where it begins. */
export async function findSoFar(store: ObjectStore, pausing: Pausing | undefined): Promise<ExportSoFar | undefined> {
  if (!pausing) return undefined;
  const kept = await findRecord<Kept>(store, pausing.key);
  return kept?.since === pausing.since ? kept : undefined;
}

/** Keeps how far the export is, and throws NotYet: the state asks again, and the next invocation goes on there. */
export async function stopHere(store: ObjectStore, { key, since }: Pausing, soFar: ExportSoFar): Promise<never> {
  await writeRecord(store, key, { ...soFar, since } satisfies Kept);
  const { written, place, scope } = soFar;
  const text = `The source is being exported: ${written.objects} objects so far, ${place.part} of ${scope.parts.length} kinds are complete.`;
  throw new KubeferryError('NotYet', text);
}
