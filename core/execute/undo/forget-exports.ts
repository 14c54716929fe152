import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { formerPlanOf, retirementOf } from '../../plan/refresh/former.ts';
import { isClosed } from './close-run.ts';
import type { Ending } from './ending.ts';

/**
 * Removes the whole objects, Secrets among them, that a run has kept, and what its Jobs have copied: all of them once it is rolled back, and once its
 * clone stands all but those that were applied, which a later refresh needs to bring this clone back, or those that its capture keeps. With the former
 * clones that the run has retired theirs go too. Answers how many keys are gone; harmless at any time.
 */
export async function forgetExports(store: ObjectStore, cloneId: string, ending: Ending): Promise<number> {
  const keys = keysOf(cloneId);
  const over = await isClosed(store, cloneId);
  const retired = (await retirementOf(store, cloneId)) ? ((await formerPlanOf(store, cloneId))?.clones ?? []) : [];
  const prefixes = [
    keys.planExport,
    keys.export,
    keys.unpacked,
    // Elsewhere nobody may even look.
    ...((await madeMovers(store, cloneId)) ? [keys.moverPasswords, keys.moved] : []),
    keys.former.objects,
    ...(over ? [keys.allTranslated] : []),
    // A roll-back that found the capture in use has closed its run, and left it as it is.
    ...(ending === 'roll-back' ? [keys.captured] : []),
    ...retired.map((former) => keysOf(former).allTranslated),
  ];
  let removed = 0;
  for (const prefix of prefixes) removed += await removeUnder(store, prefix);
  return removed;
}

async function madeMovers(store: ObjectStore, cloneId: string): Promise<boolean> {
  for await (const _ of store.list(keysOf(cloneId).movers)) return true;
  return false;
}

/** The whole objects that a plan was made on: the plan has all that is needed of them. Nothing goes on behind them then. */
export async function forgetPlanExport(store: ObjectStore, cloneId: string): Promise<void> {
  const keys = keysOf(cloneId);
  await store.delete(keys.planExportSoFar);
  await removeUnder(store, keys.planExport);
}

/** A repository of a large volume has thousands of packs. */
const AT_ONCE = 16;

async function removeUnder(store: ObjectStore, prefix: string): Promise<number> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  await inParallel(keys, AT_ONCE, (key) => store.delete(key));
  return keys.length;
}
