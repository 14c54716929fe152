import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { writeRecord } from '../../base/run/records.ts';
import { type Contents, copyContents, readContents } from '../contents/contents.ts';
import { type Difference, differencesOf, mayBeLeftOut, sayDifference } from '../contents/differences.ts';
import type { Plan } from '../plan.ts';
import type { Bond } from './bond.ts';
import { comparePlans } from './compare-plans.ts';
import { leaveOut } from './leave-out.ts';
import { leaveOutObjects } from './leave-out-objects.ts';

/** Enough to see what happened; the plans have all of it. */
const SHOWN = 5;

export interface Held {
  clone: Clone;
  plan: Plan;
  bond: Bond;
  /** The run has made its target cluster: volumes and findings are of the cluster now, and contents alone are held. */
  madeCluster: boolean;
}

/**
 * What was approved is what is done. Answers the plan when it came out as the one that the run is bound to. Where it did
 * not, throws PlanBlocked with everything that differs; or, on a route that leaves out what has changed, answers the
 * plan without those objects, and keeps it, when nothing else differs.
 */
export async function holdToPlan(store: ObjectStore, held: Held): Promise<Plan> {
  const { clone, plan, bond, madeCluster } = held;
  if (plan.hash === bond.hash) return plan;
  if (madeCluster && bond.plan && bond.plan.contents === plan.contents) return plan;
  if (!bond.plan) throw another(held, []);
  const changed = await changedObjects(store, bond.plan, plan);
  const different = madeCluster ? [] : comparePlans(bond.plan, plan, changed);
  const cannot = changed.filter((each) => !mayBeLeftOut(each));
  const isLeftOut = clone.route.whenChanged === 'leave-out' && changed.length > 0;
  if (!isLeftOut || different.length > 0 || cannot.length > 0)
    throw another(held, [...changed.map(sayDifference), ...different]);
  await copyContents(store, bond.plan, clone.cloneId);
  const rest = leaveOut(plan, bond, changed);
  await leaveOutObjects(store, clone, rest);
  await writeRecord(store, keysOf(clone.cloneId).plan, rest);
  return rest;
}

async function changedObjects(store: ObjectStore, before: Plan, after: Plan): Promise<Difference[]> {
  if (!before.contents || before.contents === after.contents) return [];
  const none: Contents = new Map();
  const [old, now] = await Promise.all([readContents(store, before), readContents(store, after)]);
  return differencesOf(old ?? none, now ?? none);
}

function another({ plan, bond }: Held, different: string[]): KubeferryError {
  const shown = different.slice(0, SHOWN).join(' ');
  const more = different.length > SHOWN ? ` … and ${different.length - SHOWN} more.` : '';
  const why = shown ? `${shown}${more}` : 'Source, target or request changed since.';
  return new KubeferryError(
    'PlanBlocked',
    `The plan came out as ${plan.hash}, which is not ${bond.words}; nothing was changed. ${why} ${bond.wayOut}`,
    { problems: different.map((message) => ({ at: 'plan', message })) },
  );
}
