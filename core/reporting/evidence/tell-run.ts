import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { takenBefore } from '../../base/run/origin.ts';
import { findRecord } from '../../base/run/records.ts';
import { brings, strategyOf } from '../../base/strategies.ts';
import type { Verified } from '../../execute/apply/verify-clone.ts';
import type { BegunSeal } from '../../execute/volumes/seal-snapshot.ts';
import type { Plan } from '../../plan/plan.ts';
import type { VolumeRecord } from '../../plan/volumes/volume-plan.ts';
import type { Report, ReportedVolume } from '../report.ts';
import { sayCompared } from '../say-compared.ts';
import type { Telling } from './evidence.ts';
import { recordDigests } from './record-digests.ts';

/**
 * What a run was asked for, planned, allowed, did and undid, in the order in which it is read; then the digests of its
 * records. Nothing of it is a Secret's, since neither plan nor report is.
 */
export async function tellRun(store: ObjectStore, report: Report): Promise<Telling[]> {
  const { cloneId } = report;
  const plan = await findRecord<Plan>(store, keysOf(cloneId).plan);
  const volumes = await Promise.all(report.volumes.map((volume) => tellVolume(store, cloneId, volume)));
  return [
    run(report),
    ...(plan ? [planned(plan)] : []),
    ...(report.approval ? [{ what: 'approved' as const, body: { ...report.approval } }] : []),
    ...(report.steps ?? []).map((step) => ({ what: 'step' as const, body: { ...step } })),
    ...volumes.flat(),
    ...(await comparedObjects(store, cloneId)),
    { what: 'applied', body: { ...report.objects } },
    ...undone(report),
    ...(await recordDigests(store, cloneId)).map((body) => ({ what: 'record' as const, body: { ...body } })),
    ended(report),
  ];
}

const run = ({ cloneId, route, askedBy, startedAt, profile, namespaces, mapped }: Report): Telling => ({
  what: 'run',
  body: { run: cloneId, route, askedBy, startedAt, profile, namespaces, mapped },
});

const planned = (plan: Plan): Telling => ({
  what: 'planned',
  body: {
    at: plan.createdAt,
    hash: plan.hash,
    objects: plan.objects.length,
    volumes: plan.volumes.map(({ claim, strategy, sourceVolumeId, origin, sizeGiB, gibibytes, proof }) => ({
      claim,
      strategy,
      sourceVolumeId,
      origin: origin && {
        kind: origin.kind,
        snapshotId: takenBefore(origin)?.snapshotId,
        takenAt: takenBefore(origin)?.takenAt,
      },
      sizeGiB,
      gibibytes,
      proof: proof?.asked,
    })),
    minutes: plan.minutes,
    dollars: plan.dollars,
  },
});

async function tellVolume(store: ObjectStore, cloneId: string, volume: ReportedVolume): Promise<Telling[]> {
  const { claim } = volume;
  const keys = keysOf(cloneId);
  const made = await findRecord<VolumeRecord>(store, keys.volume(claim));
  if (!brings(volume) || !made) return [];
  const seal = await findRecord<BegunSeal>(store, keys.seal(claim));
  const moved = { ...made, from: volume.sourceVolumeId, movement: volume.movement };
  const compared = {
    claim,
    how: strategyOf(volume.strategy).proof,
    ...(volume.compared ? { compared: volume.compared, says: sayCompared(volume.compared) } : {}),
    ...(seal?.checksum ? { blocks: seal.changedBlocks, checksum: seal.checksum } : {}),
  };
  return [
    { what: 'moved', body: moved },
    { what: 'compared', body: compared },
  ];
}

async function comparedObjects(store: ObjectStore, cloneId: string): Promise<Telling[]> {
  const verified = await findRecord<Verified>(store, keysOf(cloneId).verified);
  const how = 'Each object was read from the target, and compared with what was applied.';
  return verified ? [{ what: 'compared', body: { ...verified, how } }] : [];
}

/** A run that fails is rolled back before its report is written. */
function undone({ status, rollBackFailure, kept }: Report): Telling[] {
  if (status !== 'FAILED') return [];
  return [{ what: 'undone', body: { whole: rollBackFailure === undefined, why: rollBackFailure?.sentence, kept } }];
}

const ended = ({ endedAt, status, failure, left, cutOver }: Report): Telling => ({
  what: 'ended',
  body: { at: endedAt, status, failure: failure?.sentence, left: left?.sentence, cutOver: cutOver?.sentence },
});
