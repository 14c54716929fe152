import type { Finding } from '../../../kube/finding.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readShards, writeRecord } from '../../base/run/records.ts';
import type { Approval } from '../../plan/approval/approval.ts';
import { bondOf } from '../../plan/approval/bond.ts';
import { type Difference, goneFrom, mayBeLeftOut, sayDifference } from '../../plan/contents/differences.ts';
import { beyondTargets } from '../../plan/limits.ts';
import { blockersOf } from '../../plan/plan.ts';
import { findingsOf } from '../../plan/plan-objects.ts';
import { tellBlockers } from '../../plan/tell-blockers.ts';
import { exportedObjects } from '../../translate/exported-objects.ts';
import { translateObject } from '../../translate/pipeline.ts';
import type { Translation } from '../../translate/translation.ts';
import { requireSameVolumes } from '../capture/same-volumes.ts';
import { type PlanKeeper, planKeeper } from './keep-to-plan.ts';
import { runContext } from './run-context.ts';

/** `since-plan.json`: what the capture found otherwise than the plan, and what became of it. */
export interface SincePlan {
  differences: Difference[];
  /** True when what changed or appeared is not copied, false when it is carried as it was found. */
  leftOut: boolean;
  /** Of what is carried and was not planned. */
  findings: Finding[];
}

/** Enough to see what happened; the problems of the failure are all of them. */
const SHOWN = 5;

/**
 * Compares the export with the plan, object by object, before anything is changed at the source. A run that is bound to
 * its plan does that plan and nothing else: what changed, appeared or went away is refused by name, all of it at once, or
 * is not copied where the route says so. A run without a bond carries what was found, and keeps what differs for its
 * report. Throws PlanBlocked; also when something came with a blocker that the plan did not have.
 */
export async function holdExport(store: ObjectStore, clone: Clone): Promise<{ changed: number }> {
  const records = await runContext(store, clone);
  await requireSameVolumes(store, clone.cloneId, { plan: records.plan, index: records.context.index });
  const keeper = await planKeeper(store, clone, records);
  const found = await look(store, clone, keeper, records.context);
  const leftOut = keeper.isBound && clone.route.whenChanged === 'leave-out';
  const refused = leftOut ? found.differences.filter((each) => !mayBeLeftOut(each)) : found.differences;
  if (keeper.isBound && refused.length > 0) {
    const approval = await findRecord<Approval>(store, keysOf(clone.cloneId).approval);
    const bond = await bondOf(store, clone.cloneId, records.request, approval);
    throw notAsPlanned(refused, bond?.words ?? 'its own', bond?.wayOut ?? '');
  }
  const blockers = leftOut ? [] : blockersOf(found);
  if (blockers.length > 0)
    throw new KubeferryError(
      'PlanBlocked',
      `The source has changed since the plan, and it cannot be cloned as it is now; nothing was changed. ${tellBlockers(blockers)}`,
      { problems: blockers.map(({ object, sentence }) => ({ at: refText(object), message: sentence })) },
    );
  const since: SincePlan = { differences: found.differences, leftOut, findings: leftOut ? [] : found.findings };
  if (found.differences.length > 0) await writeRecord(store, keysOf(clone.cloneId).sincePlan, since);
  else await store.delete(keysOf(clone.cloneId).sincePlan);
  return { changed: found.differences.length };
}

async function look(
  store: ObjectStore,
  { cloneId, route }: Clone,
  keeper: PlanKeeper,
  context: Parameters<typeof translateObject>[1],
): Promise<Pick<SincePlan, 'differences' | 'findings'>> {
  const there = new Set<string>();
  const found: Pick<SincePlan, 'differences' | 'findings'> = { differences: [], findings: [] };
  for await (const objects of exportedObjects(readShards<KubeObject>(store, keysOf(cloneId).export), context)) {
    for (const object of objects) {
      const translation = translateObject(object, context);
      if (translation.outcome !== 'drop') there.add(refText(translation.ref));
      const difference = keeper.differenceOf(translation);
      if (difference) found.differences.push(difference);
      if (difference || isBlocked(translation)) found.findings.push(...findingsOf(translation));
      if (difference && translation.object) found.findings.push(...beyondTargets(route, [refOf(translation.object)]));
    }
  }
  found.differences.push(...goneFrom(keeper.planned, there));
  return found;
}

/** Nothing was blocked when the plan was made. */
const isBlocked = ({ outcome }: Translation) => outcome === 'block';

function notAsPlanned(refused: Difference[], words: string, wayOut: string): KubeferryError {
  const sentences = refused.map(sayDifference);
  const more = sentences.length > SHOWN ? ` … and ${sentences.length - SHOWN} more.` : '';
  return new KubeferryError(
    'PlanBlocked',
    `The source is not as it was when the plan was made that is ${words}; nothing was changed. ${sentences.slice(0, SHOWN).join(' ')}${more} ${wayOut}`,
    { problems: refused.map((each) => ({ at: refText(each.ref), message: sayDifference(each) })) },
  );
}
