import type { Finding } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { askedStrategy } from '../../base/request/asked-strategy.ts';
import { brings } from '../../base/strategies.ts';
import type { ClaimFacts } from '../../translate/context.ts';
import { tellMovers } from '../movers/tell-movers.ts';
import { isLeftBehind } from '../origins/held-volumes.ts';
import { dataOf, originOfClaim } from '../origins/origin-of-claim.ts';
import { isHeldInVain, isOfFiles, volumeOf } from '../origins/other-storage.ts';
import { tellOrigins } from '../origins/tell-origins.ts';
import { keptVolume } from './kept-volume.ts';
import { placeOfDisks } from './place-of-disks.ts';
import { brokenFinding } from './plan-lineage.ts';
import { tellProofs } from './plan-proof.ts';
import { planVolume, type VolumeOutcome } from './plan-volume.ts';
import { tellAzure } from './tell-azure.ts';
import { tellGrowth } from './tell-growth.ts';
import { tellHandingOver } from './tell-handing-over.ts';
import { tellHydration } from './tell-hydration.ts';
import { tellLayouts } from './tell-layouts.ts';
import { tellShared } from './tell-shared.ts';
import { unknownClaims } from './unknown-claims.ts';
import type { VolumeFacts } from './volume-facts.ts';
import type { PlannedVolume } from './volume-plan.ts';

/** Every claim with an EBS volume, or with files in a repository, with its way to the target; what cannot travel is a blocker with a sentence. Pure. */
export function planVolumes(facts: VolumeFacts): { volumes: PlannedVolume[]; findings: Finding[] } {
  const outcomes = Object.entries(facts.index.claims)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([claim, { volumeId }]) => isMeant(claim, volumeId, facts) && !isLeftBehind(claim, facts))
    .map(([claim, claimFacts]) => ({ claim, ...planClaim(claim, claimFacts, facts) }));
  const volumes = outcomes.flatMap(({ volume }) => volume ?? []);
  const findings = [
    ...outcomes.flatMap(tell),
    ...tellOrigins(facts.request, volumes, facts.held !== undefined),
    ...tellMovers(facts.request, volumes, facts.index),
    ...tellShared(volumes),
    ...tellGrowth(facts.index, volumes),
    ...tellProofs(volumes),
    // A disk of Azure has all of its data before it is one.
    ...(facts.target.cloud === 'azure' ? [] : tellHydration(volumes)),
    ...tellHandingOver(facts, volumes),
    ...tellLayouts(facts, volumes),
    ...tellAzure(facts.clone.route, facts.request, volumes),
    ...unknownClaims(facts.request, facts.index).map(({ claim, field }) =>
      about(
        claim,
        'blocker',
        `The request names claim ${claim} in ${field}, but the selection has no such claim on EBS.`,
      ),
    ),
  ];
  return { volumes, findings };
}

const isMeant = (claim: string, volumeId: string, facts: VolumeFacts) =>
  volumeId !== '' || isOfFiles(claim, facts) || isHeldInVain(claim, facts);

/** Finds what the claim's data comes from, and plans its way. */
function planClaim(claim: string, claimFacts: ClaimFacts, facts: VolumeFacts): VolumeOutcome {
  const { handedOverBy: by } = claimFacts;
  if (by && brings({ strategy: askedStrategy(claim, claimFacts.storageClass, facts.request.volumes) })) {
    return {
      blocker: `Volume ${claimFacts.volumeId} of claim ${claim} is not the source's any more: run ${by} has handed it over. Clone from the cluster that has it, bring it back with "kubeferry rollback ${facts.clone.route.name} ${by}", or skip the claim (volumes.claims).`,
    };
  }
  const found = facts.held ? facts.held.byClaim.get(claim)?.volume : volumeOf(claim, claimFacts, facts);
  const keeps = facts.target.keptClaims?.[claim];
  if (keeps !== undefined) return found ? { volume: keptVolume(claim, keeps, found, facts) } : {};
  const origin = originOfClaim(claim, claimFacts, facts);
  if (origin && 'blocker' in origin) return { blocker: origin.blocker };
  const volume = dataOf(found, origin, facts.source.zones);
  if (volume) return planVolume(claim, claimFacts, volume, origin, facts);
  return {
    blocker: `Volume ${claimFacts.volumeId} of claim ${claim} is not in ${placeOfDisks(facts.clone.route)}. Skip the claim (volumes.claims), or correct its PersistentVolume.`,
  };
}

function tell({ claim, blocker, dearer, broken, changes = [] }: VolumeOutcome & { claim: string }): Finding[] {
  return [
    ...(blocker ? [about(claim, 'blocker', blocker)] : []),
    ...(dearer ? [about(claim, 'info', dearer)] : []),
    ...(broken ? [brokenFinding(claimRef(claim), broken)] : []),
    ...changes.map((change) =>
      about(claim, 'warning', `The volume of claim ${claim} is not all that it was: ${change}.`),
    ),
  ];
}

const about = (claim: string, severity: Finding['severity'], sentence: string): Finding => ({
  object: claimRef(claim),
  path: '',
  rule: 'plan-volumes',
  severity,
  sentence,
});
