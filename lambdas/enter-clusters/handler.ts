import { z } from 'zod';
import { eksClusters } from '../../adapters/aws/clusters.ts';
import type { Request } from '../../core/base/request/request.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { readRecord, writeRecord } from '../../core/base/run/records.ts';
import { type Entered, requireAccessOnEveryServer } from '../../core/execute/cluster/early-access.ts';
import { enterCluster, policiesFor } from '../../core/execute/entry/access.ts';
import { refuseConfigMapMode } from '../../core/execute/entry/access-mode.ts';
import { isToBeCreated } from '../../core/plan/cluster/is-to-be-created.ts';
import { memberOf } from '../_shared/member.ts';
import { openClusters } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const SIDES = ['source', 'target'] as const;

/** Where the run begins, or goes on; the others are its end. */
const BEGINNING = ['first', 'approved', 'new-cluster'];
const Input = WithClone.extend({ stage: z.string().optional() });

/** Makes the run's access entries and waits until both clusters know them; a target that the run has yet to make is left for later. */
export const handler = step('enter-clusters', Input, async ({ clone, stage }, tools) => {
  const { store, now } = tools;
  const stillOn = stage && BEGINNING.includes(stage) ? tools.stillOn : async () => {};
  await stillOn();
  const request = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  const there = (await isToBeCreated(eksClusters(await memberOf(clone, 'target')), clone.route, request))
    ? (['source'] as const)
    : SIDES;
  const opened = await openClusters(clone, there);
  refuseConfigMapMode(opened.map(({ info }, at) => ({ ...clone.route[there[at]!], info })));
  for (const side of there) {
    const clusters = eksClusters(await memberOf(clone, side));
    await enterCluster({ clusters, store, now }, clone, side, policiesFor(side, request, clone.route[side].region), {
      stillOn,
    });
  }
  for (const { connectAfresh, info } of opened) await requireAccessOnEveryServer(connectAfresh, info.name);
  await writeRecord(store, keysOf(clone.cloneId).entered, { at: now().toISOString() } satisfies Entered);
  return { entered: there };
});
