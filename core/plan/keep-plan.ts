import { keysOf, plannedKey } from '../base/run/keys.ts';
import { writeRecord } from '../base/run/records.ts';
import { toldOfCluster } from './cluster/new-cluster.ts';
import type { PlanInputs } from './inputs.ts';
import { keepObjects } from './objects/keep-objects.ts';
import { withFindings } from './objects/with-findings.ts';
import type { Plan } from './plan.ts';
import { sizeOf } from './run-size.ts';
import type { TranslatedExport } from './translate-export.ts';

/** Writes what others read of a plan: each object with its changes first, and then the plan, its size, and where its hash is found. */
export async function keepPlan(
  { clone, store, target }: PlanInputs,
  plan: Plan,
  { drift, objects }: Pick<TranslatedExport, 'drift' | 'objects'>,
): Promise<void> {
  const keys = keysOf(clone.cloneId);
  if ('planned' in target)
    await writeRecord(store, keys.newCluster, { ...plan.cluster, told: toldOfCluster(plan.findings) });
  const records = drift?.records ?? withFindings(objects.records, plan.findings);
  await keepObjects(store, keys.planObjects, clone.route.name, records);
  await writeRecord(store, keys.plan, plan);
  await writeRecord(store, keys.size, sizeOf(plan));
  await writeRecord(store, plannedKey(plan.hash), { cloneId: clone.cloneId });
}
