import type { Place } from '../../base/request/end.ts';
import type { ClusterFacts } from '../../translate/context.ts';
import { readClusterFacts } from '../cluster/read-facts.ts';
import type { HeldVolumes } from '../origins/held-volumes.ts';
import type { OpenBackup } from './unpack-backup.ts';

/** `v1.36.3` and `v1.36.3-eks-1a2b3c` -> `1.36` */
const MINOR = /^v?(\d+\.\d+)/;

/**
 * What a backup tells of its cluster: the objects that are in it, and the zones of its volumes. What is not in it is left
 * empty, which the rules take for unknown; `tellBackup` says so.
 */
export function backupFacts(
  { api, version = '' }: OpenBackup,
  place: Place,
  { byClaim }: HeldVolumes,
): Promise<ClusterFacts> {
  const zones = new Set([...byClaim.values()].map(({ volume }) => volume.zone).filter((zone) => zone !== ''));
  const info = { version: MINOR.exec(version)?.[1] ?? '', autoModeStorage: false };
  return readClusterFacts(api, info, place, async () => [...zones].toSorted());
}
