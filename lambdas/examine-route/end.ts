import { eksClusters } from '../../adapters/aws/clusters.ts';
import { eksDriverRights } from '../../adapters/aws/driver-rights.ts';
import { kmsKeyStore } from '../../adapters/aws/key-store.ts';
import { targetQuotas } from '../../adapters/aws/quotas.ts';
import { sourceRights, targetRights } from '../../adapters/aws/rights.ts';
import { describeStack } from '../../adapters/aws/stacks.ts';
import { targetUsage } from '../../adapters/aws/usage.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { memberStackName } from '../../core/base/run/names.ts';
import { annotatedRole } from '../../core/plan/keys/annotated-role.ts';
import type { EndTools } from '../../core/serve/doctor/end-tools.ts';
import { lookInside } from '../../core/serve/doctor/look-inside.ts';
import { memberOf, type Side } from '../_shared/member.ts';
import { openCluster } from '../_shared/open-cluster.ts';

/** Takes the role of one end, with all that the doctor asks there. */
export async function endOf(visit: Clone, side: Side): Promise<EndTools> {
  const session = await memberOf(visit, side);
  const { account, region, cluster } = visit.route[side];
  return {
    caller: session.roleArn,
    clusters: eksClusters(session),
    keys: kmsKeyStore(session),
    storage: ec2VolumeStorage(session),
    drivers: eksDriverRights(session, cluster, async () => annotatedRole((await openCluster(visit, side)).api)),
    rights: side === 'source' ? sourceRights(session) : targetRights(session, visit.route.target.kmsKeyArn),
    quotas: () => targetQuotas(session),
    usage: () => targetUsage(session),
    version: async () => (await describeStack(session, memberStackName(side, account, region))).outputs.Version,
    lookInside: async (pause) => {
      const { api, connectAfresh } = await openCluster(visit, side);
      return lookInside(api, cluster, connectAfresh, pause);
    },
  };
}
