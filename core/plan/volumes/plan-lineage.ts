import type { Finding } from '../../../kube/finding.ts';
import type { Snapshot, Volume } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import { bySchedule } from '../../base/run/asked-by.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { homeOf } from '../../base/run/lineage-home.ts';
import { GIB } from '../../base/sizes.ts';
import { type Strategy, strategyOf } from '../../base/strategies.ts';
import { monthlyOf, monthlyOfOne } from '../cost/usage.ts';
import { whyBroken } from './judge-pair.ts';
import type { Known } from './read-lineages.ts';
import type { PlannedVolume } from './volume-plan.ts';

/** The rule of findings about what is kept for the next clone. */
export const LINEAGE_RULE = 'lineage';

type Planned = Pick<PlannedVolume, 'since' | 'lineage' | 'forgetsLineage' | 'gibibytes' | 'basis'>;

/**
 * What of one volume is expected to be moved, by what is known of it, and what is kept for the next clone. `broken` is a
 * sentence: everything is moved although an earlier clone has left something. Of a snapshot of others (`origin`), which may
 * go at any time, nothing is kept, and nothing is compared with it. Pure.
 */
export function planLineage(
  clone: Clone,
  request: Pick<Request, 'volumes' | 'onConflict'>,
  claim: string,
  volume: Volume,
  strategy: Strategy,
  known: Known = {},
  origin?: Snapshot,
): Planned & { broken?: string } {
  const { route } = clone;
  const { brings, continues, givesVolume } = strategyOf(strategy);
  const forgets = request.volumes.lineage === 'none' ? { forgetsLineage: true as const } : {};
  if (!brings) return forgets;
  const whole = wholeOf(volume, origin ?? known.newest);
  if (givesVolume) return { ...forgets, ...whole };
  // A disk of Azure is filled once, and no snapshot of it is left to go on from.
  const keeps = continues && !origin && route.target.kind !== 'aks' && keptUntil(clone, request);
  const kept = keeps
    ? { lineage: { route: route.name, until: keeps, dollarsAMonth: monthlyIn(volume)(whole.gibibytes) } }
    : forgets;
  const { pair } = known;
  if (!pair || origin || request.volumes.lineage === 'none') return { ...kept, ...whole };
  const facts = {
    volume,
    source: homeOf(route.source),
    target: { ...homeOf(route.target), kmsKeyArn: route.target.kmsKeyArn },
    sourceSnapshot: known.sourceSnapshot,
    twin: known.twin,
  };
  const why = whyBroken(pair, facts, strategyOf(strategy));
  if (why) {
    const broken = `Everything of claim ${claim} is moved, and not only what has changed since run ${pair.madeBy} brought it: ${why}.`;
    return { ...kept, ...whole, broken };
  }
  const { madeBy: cloneId, takenAt: at, source, target, bytes, changedBytes } = pair;
  const since = { cloneId, at, sourceSnapshotId: source.snapshotId, snapshotId: target.snapshotId };
  const size = bytes === undefined ? {} : { gibibytes: bytes / GIB };
  const moved = changedBytes === undefined ? whole : { gibibytes: changedBytes / GIB, basis: 'changes' as const };
  return { ...kept, since: { ...since, ...size }, ...moved };
}

/** What AWS bills: of a disk of Azure the twin alone. */
const monthlyIn = ({ cloud }: Volume) => (cloud ? monthlyOfOne : monthlyOf);

/** A warning, and no decision: the clone is the same, and takes longer. */
export const brokenFinding = (object: Finding['object'], sentence: string): Finding => ({
  severity: 'warning',
  object,
  path: '',
  rule: LINEAGE_RULE,
  sentence,
});

/** EC2 tells how much data is in a volume by its snapshots alone. */
function wholeOf({ sizeGiB }: Volume, newest: Snapshot | undefined): { gibibytes: number; basis: 'snapshot' | 'size' } {
  if (newest?.fullSizeBytes === undefined) return { gibibytes: sizeGiB, basis: 'size' };
  return { gibibytes: newest.fullSizeBytes / GIB, basis: 'snapshot' };
}

/** Who refreshes, or comes by a schedule, comes again. */
function keptUntil(
  { askedBy }: Clone,
  { volumes, onConflict }: Pick<Request, 'volumes' | 'onConflict'>,
): 'no-clone' | 'told' | undefined {
  if (volumes.lineage === 'keep') return 'told';
  const comesAgain = onConflict === 'refresh' || bySchedule(askedBy);
  return volumes.lineage === 'auto' && comesAgain ? 'no-clone' : undefined;
}
