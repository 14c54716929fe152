import { completionMinutes } from '../../base/pace/completion.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Clone } from '../../base/run/envelope.ts';
import type { PlannedOrigin } from '../../base/run/origin.ts';
import { givesVolume, makesVolume, type Strategy, strategyOf } from '../../base/strategies.ts';
import type { ClaimFacts } from '../../translate/context.ts';
import { cloudsOf } from '../cost/between-clouds.ts';
import { jobMinutes } from '../movers/job-minutes.ts';
import { chooseForFiles, sizeOfFiles } from '../origins/choose-for-files.ts';
import type { UsableOrigin } from '../origins/origin-of-claim.ts';
import { chooseStrategy, type StrategyChoice } from './choose-strategy.ts';
import { estimate, withProof } from './estimate.ts';
import { filledFor } from './filled-for.ts';
import { handingOverOf } from './handing-over.ts';
import { mayShare, otherPlace } from './other-place.ts';
import { placeVolume } from './place-volume.ts';
import { planLineage } from './plan-lineage.ts';
import { planProof } from './plan-proof.ts';
import { snapshotMinutes } from './snapshot-minutes.ts';
import { targetClaim } from './target-claim.ts';
import { targetTags } from './target-tags.ts';
import { targetType } from './target-type.ts';
import { tellPerformance } from './tell-performance.ts';
import type { VolumeFacts } from './volume-facts.ts';
import type { PlannedVolume } from './volume-plan.ts';
import { whyNotBrought } from './why-not-brought.ts';

/** The volume as planned, or a blocker's sentence; and what else a person should know of it. */
export interface VolumeOutcome {
  volume?: PlannedVolume;
  blocker?: string;
  /** What the volume in the target does not have of the source's. */
  changes?: string[];
  /** Why the lineage of an earlier run cannot be continued. */
  broken?: string | undefined;
  /** Sentence on what it costs to keep the source's performance. */
  dearer?: string | undefined;
}

/** Chooses the way of one volume, and where and as what it is made. `volume` is what the data comes from. */
export function planVolume(
  claim: string,
  claimFacts: ClaimFacts,
  volume: Volume,
  origin: UsableOrigin | undefined,
  facts: VolumeFacts,
): VolumeOutcome {
  const choice = chooseWay(claim, claimFacts, volume, origin, facts);
  const obstacle = choice.blocker ?? whyNotBrought(claim, { claimFacts, volume, origin, choice, facts });
  if (obstacle) return { blocker: obstacle };
  const place = placeVolume(claim, claimFacts, volume, makesVolume(choice), facts);
  if ('blocker' in place) return place;

  const { clone, request, target } = facts;
  const { zone, sizeGiB, fitted, targetClass } = place;
  const { broken, ...lineage } = lineageOf(claim, volume, origin, choice, facts);
  const moved = lineage.gibibytes ?? volume.sizeGiB;
  const timed = copyTime(choice.strategy, volume, clone);
  const awaited = snapshotMinutes(
    { ...choice, ...lineage, ...(origin ? { origin: plannedOrigin(origin) } : {}) },
    clone.route,
  );
  const crossesRegions = clone.route.source.region !== clone.route.target.region;
  const clouds = cloudsOf(clone.route);
  const copied = estimate(choice.strategy, moved, crossesRegions, timed, clouds);
  const estimated = { ...copied, minutes: copied.minutes + awaited };
  const written = {
    gibibytes: Math.max(moved, lineage.since?.gibibytes ?? 0),
    crossesRegions,
    clouds,
  };
  const proof = planProof(choice.strategy, clone, request, written);
  const { type } = fitted;
  const driver = facts.targetDriverOf(claimFacts.storageClass);
  return {
    ...(makesVolume(choice)
      ? {
          changes: [...fitted.changes, ...otherPlace(volume, type.volumeType)],
          dearer: tellPerformance(claim, type, targetType({ ...volume, sizeGiB }, targetClass, 'class').type),
        }
      : {}),
    broken,
    volume: {
      claim,
      strategy: choice.strategy,
      reason: choice.reason,
      others: choice.others,
      ...(origin ? { origin: plannedOrigin(origin) } : {}),
      sourceVolumeId: volume.id,
      sourceZone: volume.zone,
      sizeGiB,
      ...(sizeGiB > volume.sizeGiB ? { grownFromGiB: volume.sizeGiB } : {}),
      zone,
      ...(givesVolume(choice) ? typeOf(volume) : type),
      ...(mayShare(volume, type.volumeType) ? { multiAttach: true } : {}),
      ...(givesVolume(choice)
        ? {
            kmsKeyArn: volume.kmsKeyArn ?? '',
            tags: {},
            ...(request.volumes.safetySnapshot === 'keep' ? { keepsSnapshot: true } : {}),
          }
        : {
            kmsKeyArn: clone.route.target.kmsKeyArn,
            tags: targetTags(clone.cloneId, claim, targetClaim(claim, request), driver, target.cluster),
          }),
      ...lineage,
      ...(timed ? { completionMinutes: timed } : {}),
      ...(proof ? { proof } : {}),
      ...timeOfJob(origin, moved, clone),
      ...(awaited ? { snapshotMinutes: awaited } : {}),
      ...filledFor(request, makesVolume(choice), sizeGiB, withProof(estimated, proof)),
    },
  };
}

function chooseWay(
  claim: string,
  claimFacts: ClaimFacts,
  volume: Volume,
  origin: UsableOrigin | undefined,
  facts: VolumeFacts,
): StrategyChoice {
  const { clone, request, source, target, keys, known } = facts;
  const { storageClass } = claimFacts;
  if (origin && 'files' in origin) return chooseForFiles(claim, origin.files, request.volumes);
  const key = volume.kmsKeyArn ? keys.get(volume.kmsKeyArn) : undefined;
  const { cutOver } = request;
  const moves = (strategy: string) =>
    planLineage(clone, request, claim, volume, strategy as Strategy, known?.get(claim), origin?.snapshot).gibibytes ??
    volume.sizeGiB;
  const handingOver = handingOverOf(claim, claimFacts, volume, origin, facts);
  const ofVolume = { volume, key, source, target, cutOver, storageClass, moves, handingOver };
  const planned = facts.before?.volumes.find((each) => each.claim === claim && each.sourceVolumeId === volume.id);
  return chooseStrategy(claim, ofVolume, request.volumes, { planned: planned?.strategy });
}

function lineageOf(
  claim: string,
  volume: Volume,
  origin: UsableOrigin | undefined,
  { strategy }: StrategyChoice,
  { clone, request, known }: VolumeFacts,
): ReturnType<typeof planLineage> {
  if (origin && 'files' in origin) return sizeOfFiles(origin.files);
  return planLineage(clone, request, claim, volume, strategy, known?.get(claim), origin?.snapshot);
}

/** As it is, since nothing is made of it. */
const typeOf = ({ type: volumeType, iops, throughputMiBps }: Volume) => ({
  volumeType,
  ...(iops === undefined ? {} : { iops }),
  ...(throughputMiBps === undefined ? {} : { throughputMiBps }),
});

const timeOfJob = (origin: UsableOrigin | undefined, gibibytes: number, { pace }: Clone) =>
  origin && 'files' in origin && origin.files.kind === 'mover'
    ? { jobMinutes: jobMinutes(origin.files, gibibytes, pace?.mebibytesPerSecond) }
    : {};

function plannedOrigin(origin: UsableOrigin): PlannedOrigin {
  if ('files' in origin) return origin.files;
  const { id, startedAt } = origin.snapshot;
  return { kind: 'snapshot', snapshotId: id, foreign: true, takenAt: startedAt };
}

/** In how many minutes EC2 is to complete the copy, where it makes one and the pace says so. */
function copyTime(strategy: Strategy, { sizeGiB }: Volume, { pace }: Clone): number | undefined {
  const asked = strategyOf(strategy).timed ? pace?.completionMinutes : undefined;
  return asked && completionMinutes(asked, sizeGiB);
}
