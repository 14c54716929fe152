import { kmsKeyStore } from '../../adapters/aws/key-store.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import type { Clone } from '../../core/clone/envelope.ts';
import { keysOf } from '../../core/clone/keys.ts';
import { readRecord } from '../../core/clone/records.ts';
import type { Request } from '../../core/clone/request.ts';
import { blockersOf, warningsOf } from '../../core/plan/plan.ts';
import { type PlanSide, planClone, refuseBlocked } from '../../core/plan/plan-clone.ts';
import type { Side } from '../_shared/member.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Decides the run; with mode `plan`, blockers are told and not thrown. */
export const handler = step('plan-clone', WithClone, async ({ clone }, { store }) => {
  const request = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  const [source, target] = await Promise.all([sideOf(clone, 'source'), sideOf(clone, 'target')]);
  const plan = await planClone({ clone, request, store, source, target });
  if (clone.mode === 'clone') refuseBlocked(plan, request);
  return {
    planHash: plan.hash,
    objects: plan.objects.length,
    volumes: plan.volumes.length,
    blockers: blockersOf(plan).length,
    warnings: warningsOf(plan).length,
    dollars: plan.dollars,
    minutes: plan.minutes,
  };
});

async function sideOf(clone: Clone, side: Side): Promise<PlanSide> {
  const { api, info, session } = await openCluster(clone, side);
  return { api, info, storage: ec2VolumeStorage(session), keys: kmsKeyStore(session) };
}
