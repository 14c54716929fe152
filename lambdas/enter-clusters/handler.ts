import { eksClusters } from '../../adapters/aws/clusters.ts';
import { enterCluster, policiesFor } from '../../core/clone/access.ts';
import { keysOf } from '../../core/clone/keys.ts';
import { readRecord } from '../../core/clone/records.ts';
import type { Request } from '../../core/clone/request.ts';
import { answersUs } from '../../core/cluster/answers-us.ts';
import { memberOf } from '../_shared/member.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { step, WithClone } from '../_shared/step.ts';

const SIDES = ['source', 'target'] as const;

/** Makes the run's access entries and waits until both clusters know them. */
export const handler = step('enter-clusters', WithClone, async ({ clone }, { store }) => {
  const request = await readRecord<Request>(store, keysOf(clone.cloneId).request, 'start-clone');
  for (const side of SIDES) {
    const clusters = eksClusters(await memberOf(clone, side));
    await enterCluster(clusters, store, clone, side, policiesFor(side, request));
  }
  for (const side of SIDES) await answersUs((await openCluster(clone, side)).api, clone.route[side].cluster);
  return { entered: SIDES };
});
