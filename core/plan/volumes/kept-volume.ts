import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { WITHOUT_DATA } from '../../base/strategies.ts';
import type { PlannedVolume } from './volume-plan.ts';

/** Nothing is made for a claim that the target has already: its volume there is what the plan and the report name. */
export function keptVolume(claim: string, keeps: string, volume: Volume, { clone }: { clone: Clone }): PlannedVolume {
  return {
    claim,
    strategy: WITHOUT_DATA,
    reason: 'the target has the claim already, and it keeps its data',
    keeps,
    sourceVolumeId: volume.id,
    sourceZone: volume.zone,
    sizeGiB: volume.sizeGiB,
    zone: '',
    volumeType: volume.type,
    kmsKeyArn: clone.route.target.kmsKeyArn,
    tags: {},
    dollars: 0,
    minutes: 0,
  };
}
