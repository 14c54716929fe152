import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { brings, makesVolume } from '../../base/strategies.ts';
import { PRICES } from '../cost/prices.data.ts';
import type { PlannedVolume } from './volume-plan.ts';

const about = findingsBy('hydration');
/** MiB/s, the most that may be asked for. */
const FASTEST = 300;

/**
 * A volume is usable at once and holds its data only as far as that was read, or filled at a rate that costs
 * (https://docs.aws.amazon.com/ebs/latest/userguide/initalize-volume.html).
 */
export function tellHydration(planned: readonly PlannedVolume[]): Finding[] {
  const made = planned.filter((volume) => brings(volume) && makesVolume(volume));
  if (made.length === 0) return [];
  const object = { apiVersion: 'kubeferry', kind: 'Request', name: 'volumes.initializationRate' };
  const rate = made.find(({ initializationMiBps }) => initializationMiBps)?.initializationMiBps;
  const largest = Math.max(...made.map(({ sizeGiB }) => sizeGiB));
  const minutes = (mebibytes: number) => {
    const count = Math.ceil((largest * 1_024) / mebibytes / 60);
    return count === 1 ? 'a minute' : `${count} minutes`;
  };
  if (rate !== undefined) {
    return [
      about(
        object,
        'info',
        `EBS fills each volume at ${rate} MiB/s, so that the largest has all of its data about ${minutes(rate)} after it was created, at most.`,
      ),
    ];
  }
  const dollars = made.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0) * PRICES.initializedGiB;
  return [
    about(
      object,
      'info',
      `EBS brings the data of a new volume as it is read, so that first reads are slow. With "initializationRate": ${FASTEST} under volumes it fills them by itself, the largest in ${minutes(FASTEST)}, for $${dollars.toFixed(2)} at most.`,
    ),
  ];
}
