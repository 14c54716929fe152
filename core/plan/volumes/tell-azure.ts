import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { brings, takesSnapshot } from '../../base/strategies.ts';
import { PROVISIONED_SKUS } from '../../translate/tables/disk-types.ts';
import type { PlannedVolume } from './volume-plan.ts';

const about = findingsBy('plan-volumes');

interface Ends {
  source: Pick<Route['source'], 'kind'>;
  target: Pick<Route['target'], 'kind'>;
}

/** What a person has to know of a copy from or into Azure: what it costs there nobody here counts, and its snapshots share no moment. */
export function tellAzure(
  { source, target }: Ends,
  { quiesce }: Pick<Request, 'quiesce'>,
  volumes: readonly PlannedVolume[],
): Finding[] {
  const moving = volumes.filter(brings);
  const taken = volumes.filter(takesSnapshot);
  const isFrom = source.kind === 'aks';
  const apartly = isFrom && !quiesce.scaleToZero ? apart(taken) : [];
  const [first] = moving;
  const [captured] = taken;
  if (!first) return [...(isFrom && captured ? [billed(captured, taken, 'its snapshots')] : []), ...apartly];
  const snapshots = captured ? `its snapshots${kept(moving)}, and ` : '';
  return [
    ...(isFrom ? [billed(first, moving, `${snapshots}the transfer out of it`)] : []),
    ...(target.kind === 'aks' ? [billed(first, moving, 'the disks that the clone gets'), ...tellUploads(moving)] : []),
    ...apartly,
  ];
}

const kept = (moving: readonly PlannedVolume[]) =>
  moving.some(({ lineage }) => lineage) ? ', those that are kept for the next clone as well' : '';

function billed({ claim }: PlannedVolume, moving: readonly PlannedVolume[], what: string): Finding {
  const gibibytes = Math.ceil(moving.reduce((sum, { gibibytes: some, sizeGiB }) => sum + (some ?? sizeGiB), 0));
  return about(
    claimRef(claim),
    'info',
    `Azure bills ${what}, of up to ${gibibytes} GiB (https://azure.microsoft.com/pricing/details/managed-disks/ and .../bandwidth/): the costs of this plan are those of AWS alone.`,
  );
}

/** EC2 takes the volumes of one instance together, and Azure has no such call. */
function apart(taken: readonly PlannedVolume[]): Finding[] {
  const [first, ...others] = taken;
  if (!first || others.length === 0) return [];
  return [
    about(
      claimRef(first.claim),
      'warning',
      `Azure takes the snapshots of ${taken.length} disks one after the other, also of those that one node has. A workload that keeps one state on several claims may not start: set quiesce.scaleToZero, so that nothing is written meanwhile.`,
    ),
  ];
}

/**
 * MiB/s of a Standard HDD of that size, at which Azure takes an upload, whatever the disk is to be
 * (https://learn.microsoft.com/azure/virtual-machines/linux/disks-upload-vhd-to-managed-disk-cli#upload-a-vhd-or-vhdx, …/disks-types#standard-hdds).
 */
function uploadRate(gibibytes: number): number {
  if (gibibytes <= 4_096) return 60;
  return gibibytes <= 8_192 ? 300 : 500;
}

const MINUTES_WORTH_TELLING = 60;

function tellUploads(moving: readonly PlannedVolume[]): Finding[] {
  const uploads = moving.map((volume) => {
    const { gibibytes = volume.sizeGiB, sizeGiB } = volume;
    return { ...volume, rate: uploadRate(sizeGiB), least: Math.ceil((gibibytes * 1_024) / uploadRate(sizeGiB) / 60) };
  });
  const [slowest] = uploads.toSorted((a, b) => b.least - a.least);
  const slow = slowest && slowest.least > Math.max(MINUTES_WORTH_TELLING, slowest.minutes) ? [slowest] : [];
  const zoneless = uploads.filter(({ volumeType, zone }) => zone === '' && PROVISIONED_SKUS.includes(volumeType));
  return [
    ...slow.map(({ claim, rate, least }) =>
      about(
        claimRef(claim),
        'warning',
        `Azure takes what is written into a disk no faster than a Standard HDD of its size, ${rate} MiB/s for that of claim ${claim}, whatever the disk is to be: its copy takes ${(least / 60).toFixed(1)} hours at least.`,
      ),
    ),
    ...zoneless.map(({ claim, volumeType }) =>
      about(
        claimRef(claim),
        'warning',
        `The disk of claim ${claim} is to be ${volumeType} in no zone, since the nodes of the target are in none: Azure makes such disks without a zone only in regions that have none. Map its class to one of another SKU (mappings.storageClasses) where that is refused.`,
      ),
    ),
  ];
}
