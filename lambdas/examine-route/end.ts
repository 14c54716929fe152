import { s3BlobReader } from '../../adapters/aws/blob-reader.ts';
import { eksDriverRights } from '../../adapters/aws/driver-rights.ts';
import { kmsKeyStore } from '../../adapters/aws/key-store.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { targetQuotas } from '../../adapters/aws/quotas.ts';
import { sourceRights, targetRights } from '../../adapters/aws/rights.ts';
import { describeStack } from '../../adapters/aws/stacks.ts';
import { targetUsage } from '../../adapters/aws/usage.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { EVERYTHING, READING } from '../../core/base/access/cluster-rights.ts';
import type { Rights } from '../../core/base/ports/rights.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { memberStackName } from '../../core/base/run/names.ts';
import { annotatedRole } from '../../core/plan/keys/annotated-role.ts';
import { clusterRights, movedNamespaces } from '../../core/serve/doctor/cluster-rights.ts';
import type { EndTools } from '../../core/serve/doctor/end-tools.ts';
import { lookInside } from '../../core/serve/doctor/look-inside.ts';
import { aksEnd, aksTarget, rightsInAzure } from '../_shared/azure.ts';
import { backupsOf } from '../_shared/backup-place.ts';
import { clustersOf } from '../_shared/clusters-of.ts';
import { memberOf, type Side } from '../_shared/member.ts';
import { openCluster } from '../_shared/open-cluster.ts';
import { plainSource } from '../_shared/plain-cluster.ts';
import { openWithMember } from '../_shared/repositories.ts';

/** Takes the role of one end, with all that the doctor asks there. */
export async function endOf(visit: Clone, side: Side): Promise<EndTools> {
  const session = await memberOf(visit, side);
  const { account, region, cluster } = visit.route[side];
  return {
    caller: session.roleArn,
    clusters: clustersOf(visit, side, session),
    keys: kmsKeyStore(session),
    storage: ec2VolumeStorage(session),
    drivers: eksDriverRights(session, cluster, async () => annotatedRole((await openCluster(visit, side)).api)),
    rights: rightsOf(visit, side, session),
    quotas: () => (aksTarget(visit.route) ? Promise.resolve([]) : targetQuotas(session)),
    usage: () => targetUsage(session),
    version: async () => (await describeStack(session, memberStackName(side, account, region))).outputs.Version,
    ...(side === 'source' ? { files: await filesOf(visit, session) } : {}),
    lookInside: async (pause) => {
      const { api, awaitAccess } = await openCluster(visit, side);
      return lookInside(api, awaitAccess, pause, side === 'source' && visit.route.handOver === true);
    },
  };
}

const filesOf = async (visit: Clone, session: MemberSession): Promise<NonNullable<EndTools['files']>> => ({
  backups: await backupsOf(visit),
  storage: ec2VolumeStorage(session),
  blobs: ({ bucket, region = session.region }) => s3BlobReader({ session, region, bucket }),
  open: (place) => openWithMember(session, place),
});

function rightsOf(visit: Clone, side: Side, session: MemberSession): Rights {
  const aks = aksEnd(visit.route, side);
  if (aks) {
    const inAzure = rightsInAzure(session, aks, visit.cloneId);
    const rules = side === 'target' ? EVERYTHING : READING;
    const inCluster = clusterRights(async () => (await openCluster(visit, side)).api, [], rules);
    const isToBeMade = side === 'target' && visit.route.target.create !== undefined;
    const within = () =>
      inCluster.tryOut().catch((error: Error) => {
        if (isToBeMade && error.name === 'NotFound') return [];
        throw error;
      });
    return { tryOut: async () => [...(await inAzure.tryOut()), ...(await within())] };
  }
  if (side === 'target') return targetRights(session, visit.route.target.kmsKeyArn);
  if (plainSource(visit.route, side))
    return clusterRights(async () => (await openCluster(visit, side)).api, movedNamespaces(visit.route));
  return sourceRights(session);
}
