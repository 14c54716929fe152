import * as z from 'zod';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { moverOf } from '../../core/base/request/mover.ts';
import type { Request } from '../../core/base/request/request.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord, readRecord, writeRecord } from '../../core/base/run/records.ts';
import type { Entered } from '../../core/execute/cluster/early-access.ts';
import { enterCluster, policiesFor } from '../../core/execute/entry/access.ts';
import { refuseConfigMapMode } from '../../core/execute/entry/access-mode.ts';
import { type Side, sidesOf } from '../../core/execute/entry/sides.ts';
import { makesTarget } from '../_shared/cluster-maker.ts';
import { clustersOf } from '../_shared/clusters-of.ts';
import { memberOf } from '../_shared/member.ts';
import { openClusters } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

/** Where the run begins, or goes on; the others are its end. */
const BEGINNING = ['first', 'approved', 'new-cluster'];
const Input = WithClone.extend({ stage: z.string().optional() });

/** Those of the run's clusters that are there. One that is made is none yet, and a complete capture needs none. */
async function sidesThere(clone: Clone, request: Request, store: ObjectStore): Promise<readonly Side[]> {
  const keys = keysOf(clone.cloneId);
  const isComplete = clone.mode === 'capture' && (await findRecord(store, keys.capture));
  if (isComplete && !(await findRecord(store, keys.quiesced))) return [];
  const sides = sidesOf(clone);
  const isMissing = sides.includes('target') && (await makesTarget(clone, request));
  return isMissing ? ['source'] : sides;
}

/** Makes the run's access entries and waits until both clusters know them; a target that the run has yet to make is left for later. */
export const handler = step('enter-clusters', Input, async ({ clone, stage }, tools) => {
  const { store, now } = tools;
  const stillOn = stage && BEGINNING.includes(stage) ? tools.stillOn : async () => {};
  await stillOn();
  const request = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  const there = await sidesThere(clone, request, store);
  const opened = await openClusters(clone, there);
  refuseConfigMapMode(opened.map(({ info }, at) => ({ ...clone.route[there[at]!], info })));
  for (const side of there) {
    const clusters = clustersOf(clone, side, await memberOf(clone, side));
    const { route } = clone;
    const policies = policiesFor(side, request, route[side].region, { mover: moverOf(route.source) });
    await enterCluster({ clusters, store, now }, clone, side, policies, { stillOn });
  }
  for (const { awaitAccess } of opened) await awaitAccess();
  await writeRecord(store, keysOf(clone.cloneId).entered, { at: now().toISOString() } satisfies Entered);
  return { entered: there };
});
