import type { Finding } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { completionMinutes } from '../../base/pace/completion.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import type { PlannedOrigin } from '../../base/run/origin.ts';
import { brings, makesVolume, type Strategy, strategyOf, WITHOUT_DATA } from '../../base/strategies.ts';
import type { SourceKey } from '../../base/strategy.ts';
import { chooseZone } from '../../translate/choose-zone.ts';
import type { ClaimFacts, ClusterFacts, SourceIndex } from '../../translate/context.ts';
import { chooseForFiles, sizeOfFiles, whyUnfit } from '../origins/choose-for-files.ts';
import type { FoundFiles } from '../origins/find-files.ts';
import type { FoundOrigins } from '../origins/find-origins.ts';
import { type HeldVolumes, isLeftBehind } from '../origins/held-volumes.ts';
import { dataOf, originOfClaim, type UsableOrigin } from '../origins/origin-of-claim.ts';
import { tellOrigins } from '../origins/tell-origins.ts';
import { type Proofs, whyForeign } from './belongs-to-cluster.ts';
import { chooseStrategy } from './choose-strategy.ts';
import { estimate } from './estimate.ts';
import { filledFor } from './filled-for.ts';
import { keptVolume } from './kept-volume.ts';
import { mayShare, otherPlace } from './other-place.ts';
import { brokenFinding, planLineage } from './plan-lineage.ts';
import type { Known } from './read-lineages.ts';
import { targetTags } from './target-tags.ts';
import { targetType } from './target-type.ts';
import { tellGrowth } from './tell-growth.ts';
import { tellHydration } from './tell-hydration.ts';
import { tellLayouts } from './tell-layouts.ts';
import { tellPerformance } from './tell-performance.ts';
import { unknownClaims } from './unknown-claims.ts';
import type { PlannedVolume } from './volume-plan.ts';

export interface VolumeFacts {
  clone: Clone;
  request: Request;
  index: SourceIndex;
  source: ClusterFacts;
  target: ClusterFacts;
  /** Source volume id -> what EC2 says of it. */
  volumes: ReadonlyMap<string, Volume>;
  /** Of the claims that the request has an origin for. */
  origins?: FoundOrigins;
  files?: FoundFiles;
  held?: HeldVolumes | undefined;
  /** Id of an instance that volumes are attached to -> its tags. */
  instances: Proofs['instances'];
  /** Source key ARN -> what is known of it. */
  keys: ReadonlyMap<string, SourceKey>;
  /** Claim -> what is there of its volume already. */
  known?: ReadonlyMap<string, Known>;
  /** Source class -> target class, as the rules map it. */
  targetClassOf: (sourceClass: string) => string | undefined;
  /** Source class -> the driver that attaches its volumes in the target, whether its class is there or is copied. */
  targetDriverOf: (sourceClass: string) => string;
}

/** Every claim with an EBS volume, with its way to the target; what cannot travel is a blocker with a sentence. Pure. */
export function planVolumes(facts: VolumeFacts): { volumes: PlannedVolume[]; findings: Finding[] } {
  const volumes: PlannedVolume[] = [];
  const findings: Finding[] = [];
  const blocker = (claim: string, sentence: string) =>
    findings.push({ ...about(claim), severity: 'blocker', sentence });
  for (const [claim, claimFacts] of Object.entries(facts.index.claims).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (claimFacts.volumeId === '' || isLeftBehind(claim, facts)) continue;
    const found = facts.held ? facts.held.byClaim.get(claim)?.volume : facts.volumes.get(claimFacts.volumeId);
    const keeps = facts.target.keptClaims?.[claim];
    if (keeps !== undefined) {
      if (found) volumes.push(keptVolume(claim, keeps, found, facts));
      continue;
    }
    const origin = originOfClaim(claim, claimFacts, facts);
    if (origin && 'blocker' in origin) {
      blocker(claim, origin.blocker);
      continue;
    }
    const volume = dataOf(found, origin, facts.source.zones);
    if (!volume) {
      blocker(
        claim,
        `Volume ${claimFacts.volumeId} of claim ${claim} is not in account ${facts.source.account}, Region ${facts.source.region}. Skip the claim (volumes.claims), or correct its PersistentVolume.`,
      );
      continue;
    }
    const planned = planVolume(claim, claimFacts, volume, origin, facts);
    if (planned.blocker) blocker(claim, planned.blocker);
    else volumes.push(planned.volume!);
    if (planned.dearer) findings.push({ ...about(claim), severity: 'info', sentence: planned.dearer });
    if (planned.broken) findings.push(brokenFinding(about(claim).object, planned.broken));
    findings.push(
      ...(planned.changes ?? []).map((change) => ({
        ...about(claim),
        severity: 'warning' as const,
        sentence: `The volume of claim ${claim} is not all that it was: ${change}.`,
      })),
    );
  }
  findings.push(
    ...tellOrigins(facts.request, volumes),
    ...tellGrowth(facts.index, volumes),
    ...tellHydration(volumes),
    ...tellLayouts(facts, volumes),
  );
  findings.push(
    ...unknownClaims(facts.request, facts.index).map(({ claim, field }) => ({
      ...about(claim),
      severity: 'blocker' as const,
      sentence: `The request names claim ${claim} in ${field}, but the selection has no such claim on EBS.`,
    })),
  );
  return { volumes, findings };
}

function planVolume(
  claim: string,
  claimFacts: ClaimFacts,
  volume: Volume,
  origin: UsableOrigin | undefined,
  facts: VolumeFacts,
): {
  volume?: PlannedVolume;
  blocker?: string;
  changes?: string[];
  broken?: string | undefined;
  dearer?: string | undefined;
} {
  const { clone, request, source, target } = facts;
  const key = volume.kmsKeyArn ? facts.keys.get(volume.kmsKeyArn) : undefined;
  const { cutOver } = request;
  const files = origin && 'files' in origin ? origin.files : undefined;
  const { storageClass } = claimFacts;
  const choice = files
    ? chooseForFiles(claim, files, request.volumes)
    : chooseStrategy(claim, { volume, key, source, target, cutOver, storageClass }, request.volumes);
  if (choice.blocker) return { blocker: choice.blocker };
  const { cluster, allowVolumes: allowed = [] } = clone.route.source;
  if (origin && !brings(choice)) {
    return {
      blocker: `Claim ${claim} has an entry in volumes.origins, and its data is left behind ("${choice.strategy}"). Take one of both out.`,
    };
  }
  const unfit =
    files && whyUnfit(claim, files, claimFacts.volumeMode, request.volumes.sizes?.[claim] ?? volume.sizeGiB);
  if (unfit) return { blocker: unfit };
  const foreign = whyForeign(claim, claimFacts, volume, { cluster, allowed, instances: facts.instances });
  if (foreign && brings(choice) && !origin?.proven) return { blocker: foreign };
  const zone = chooseZone(
    volume.zone,
    source.zones,
    target.zones,
    request.mappings.zones,
    source.account === target.account,
  );
  if (!zone) {
    return {
      blocker: `Claim ${claim} lies in zone ${volume.zone}, and the target has no zone for it: mapped to "${request.mappings.zones[volume.zone] ?? ''}", nodes are in ${target.zones.join(', ') || 'no zone'}.`,
    };
  }
  const targetClass = target.storageClasses.find(
    (each) => each.metadata.name === facts.targetClassOf(claimFacts.storageClass),
  );
  const driver = facts.targetDriverOf(claimFacts.storageClass);
  const isMade = makesVolume(choice);
  const sizeGiB = request.volumes.sizes?.[claim] ?? volume.sizeGiB;
  if (sizeGiB < volume.sizeGiB) {
    return {
      blocker: `Claim ${claim} is to have ${sizeGiB} GiB (volumes.sizes), and its volume has ${volume.sizeGiB}: EBS makes no volume smaller than its snapshot. Ask for ${volume.sizeGiB} or more, or leave the entry out.`,
    };
  }
  const sized = { ...volume, sizeGiB };
  const { type, changes, refusal } = targetType(sized, targetClass, request.volumes.performance);
  if (isMade && refusal) {
    return {
      blocker: `Claim ${claim} cannot have its volume in class "${targetClass?.metadata.name ?? ''}": ${refusal}. Name another class of the target in mappings.storageClasses["${claimFacts.storageClass}"], or set volumes.claims["${claim}"] to "${WITHOUT_DATA}".`,
    };
  }
  const snapshot = origin && 'snapshot' in origin ? origin.snapshot : undefined;
  const known = facts.known?.get(claim);
  const { broken, ...lineage } = files
    ? sizeOfFiles(files)
    : planLineage(clone, request, claim, volume, choice.strategy, known, snapshot);
  const moved = lineage.gibibytes ?? volume.sizeGiB;
  const timed = copyTime(choice.strategy, volume, clone);
  return {
    ...(isMade
      ? {
          changes: [...changes, ...otherPlace(volume, type.volumeType)],
          dearer: tellPerformance(claim, type, targetType(sized, targetClass, 'class').type),
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
      ...type,
      ...(mayShare(volume, type.volumeType) ? { multiAttach: true } : {}),
      kmsKeyArn: clone.route.target.kmsKeyArn,
      tags: targetTags(clone.cloneId, claim, targetClaim(claim, request), driver, target.cluster),
      ...lineage,
      ...(timed ? { completionMinutes: timed } : {}),
      ...filledFor(request, isMade, sizeGiB, estimate(choice.strategy, moved, source.region !== target.region, timed)),
    },
  };
}

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

/** The name that a source claim has in the target. */
export function targetClaim(claim: string, request: Pick<Request, 'mappings'>): string {
  const [namespace = '', name = ''] = claim.split('/');
  return `${request.mappings.namespaces[namespace] ?? namespace}/${name}`;
}

function about(claim: string): Omit<Finding, 'severity' | 'sentence'> {
  return { object: claimRef(claim), path: '', rule: 'plan-volumes' };
}
