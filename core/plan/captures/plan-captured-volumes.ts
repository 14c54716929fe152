import { type Finding, findingsBy } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import { ttlOf } from '../../base/request/expiry.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { KEPT, WITHOUT_DATA } from '../../base/strategies.ts';
import type { ClaimFacts, SourceIndex } from '../../translate/context.ts';
import { usageOfVolume } from '../cost/expected-usage.ts';
import { priceOf, toHundredths, totalOf } from '../cost/usage.ts';
import { type Proofs, whyForeign } from '../volumes/belongs-to-cluster.ts';
import { placeOfDisks } from '../volumes/place-of-disks.ts';
import { tellShared } from '../volumes/tell-shared.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';
import { whyUnreadable } from '../volumes/why-not-brought.ts';

export interface CapturedFacts {
  clone: Pick<Clone, 'route'>;
  request: Pick<Request, 'volumes' | 'capture'>;
  index: SourceIndex;
  /** Id -> what EC2 says of the volume. */
  found: ReadonlyMap<string, Volume>;
  instances: Proofs['instances'];
}

const about = findingsBy('plan-capture');

/** Every claim with a volume of EBS or a managed disk, whose snapshot is kept unless the request skips it. Pure. */
export function planCapturedVolumes(facts: CapturedFacts): { volumes: PlannedVolume[]; findings: Finding[] } {
  const volumes: PlannedVolume[] = [];
  const findings: Finding[] = [];
  const { claims } = facts.index;
  for (const [claim, claimFacts] of Object.entries(claims).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (facts.request.volumes.claims[claim] === WITHOUT_DATA) continue;
    const planned = planOne(claim, claimFacts, facts);
    if ('severity' in planned) findings.push(planned);
    else volumes.push(planned);
  }
  const unknown = Object.keys(facts.request.volumes.claims).filter((claim) => !(claim in claims));
  findings.push(
    ...unknown.map((claim) =>
      about(
        claimRef(claim),
        'blocker',
        `The request names claim ${claim} in volumes.claims, but the selection has no such claim. Correct it, or leave it out.`,
      ),
    ),
  );
  return { volumes, findings: [...findings, ...tellShared(volumes)] };
}

function planOne(claim: string, claimFacts: ClaimFacts, facts: CapturedFacts): PlannedVolume | Finding {
  const { clone, found, instances, request } = facts;
  const { source, target } = clone.route;
  const ref = claimRef(claim);
  if (claimFacts.volumeId === '')
    return about(
      ref,
      'warning',
      `Claim ${claim} is on ${claimFacts.driver || 'no known storage'}, and on no volume of EBS nor managed disk of AKS, so that its data is not in the capture; a clone of it gives the claim an empty volume, or leaves it out.`,
    );
  const volume = found.get(claimFacts.volumeId);
  if (!volume)
    return about(
      ref,
      'blocker',
      `Volume ${claimFacts.volumeId} of claim ${claim} is not in ${placeOfDisks(clone.route)}. Skip the claim (volumes.claims), or correct its PersistentVolume.`,
    );
  const { cluster, allowVolumes: allowed = [] } = source;
  const nodeResourceGroup = source.kind === 'aks' ? source.nodeResourceGroup : undefined;
  const obstacle =
    whyForeign(claim, claimFacts, volume, { cluster, allowed, instances, nodeResourceGroup }) ??
    whyUnreadable(claim, volume);
  if (obstacle) return about(ref, 'blocker', obstacle);
  const hours = (ttlOf(request.capture?.keep ?? '') ?? 0) / 3_600_000;
  const usage = usageOfVolume({ strategy: KEPT, gibibytes: volume.sizeGiB, crossesRegions: false, hours });
  return {
    claim,
    strategy: KEPT,
    reason: 'the capture keeps it',
    sourceVolumeId: volume.id,
    sourceZone: volume.zone,
    ...(volume.sku === undefined ? {} : { sourceSku: volume.sku }),
    sizeGiB: volume.sizeGiB,
    zone: volume.zone,
    volumeType: volume.type,
    ...(volume.iops === undefined ? {} : { iops: volume.iops }),
    ...(volume.throughputMiBps === undefined ? {} : { throughputMiBps: volume.throughputMiBps }),
    kmsKeyArn: volume.kmsKeyArn ?? target.kmsKeyArn,
    tags: {},
    // Azure bills its own snapshots, whose price nobody here knows.
    dollars: volume.cloud ? 0 : toHundredths(totalOf(priceOf(usage))),
    minutes: 0,
  };
}
