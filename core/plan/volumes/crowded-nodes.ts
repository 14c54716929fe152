import type { Finding } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Volume, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { takesSnapshot } from '../../base/strategies.ts';
import type { PlannedVolume } from './volume-plan.ts';

/**
 * One CreateSnapshots call takes all volumes of a node but those that it names, and may name so many data volumes
 * (ExcludeDataVolumeIds, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceSpecification.html).
 */
export const MOST_EXCLUDED = 40;

/** The nodes whose planned volumes cannot share one point in time, since too many other volumes are attached there. */
export async function findCrowdedNodes(
  storage: Pick<VolumeStorage, 'attachedDataVolumes'>,
  planned: PlannedVolume[],
  volumes: ReadonlyMap<string, Volume>,
): Promise<Finding[]> {
  const moving = planned.filter(takesSnapshot);
  const byNode = Map.groupBy(moving, ({ sourceVolumeId }) => volumes.get(sourceVolumeId)?.instanceIds[0] ?? '');
  const nodes = [...byNode].filter(([instanceId, here]) => instanceId !== '' && here.length > 1);
  const findings = await Promise.all(nodes.map(([instanceId, here]) => lookAt(storage, instanceId, here)));
  return findings.flat();
}

async function lookAt(
  storage: Pick<VolumeStorage, 'attachedDataVolumes'>,
  instanceId: string,
  here: PlannedVolume[],
): Promise<Finding[]> {
  const wanted = new Set(here.map(({ sourceVolumeId }) => sourceVolumeId));
  const others = (await storage.attachedDataVolumes(instanceId)).filter((id) => !wanted.has(id));
  if (others.length <= MOST_EXCLUDED) return [];
  const claims = here.map(({ claim }) => claim);
  return [
    {
      severity: 'warning',
      object: claimRef(claims[0]!),
      path: '',
      rule: 'plan-volumes',
      sentence:
        `Node ${instanceId} has ${others.length} other data volumes, and EC2 leaves out at most ${MOST_EXCLUDED} of one call, so the ` +
        `volumes of ${claims.join(', ')} are snapshotted one by one and do not share one point in time. ` +
        'Quiesce the workload for the capture (quiesce), or rely on its own recovery.',
    },
  ];
}
