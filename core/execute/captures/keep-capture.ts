import type { Catalog } from '../../base/archive/catalog.ts';
import type { Capture } from '../../base/captures/capture.ts';
import { noteCapture } from '../../base/captures/register.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Snapshot, VolumeStorage } from '../../base/ports/volume-storage.ts';
import { type Attempt, FIRST_ATTEMPT } from '../../base/run/attempt.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readRecord, writeRecord } from '../../base/run/records.ts';
import type { SnapshotSize } from '../../base/run/volume-records.ts';
import { GIB } from '../../base/sizes.ts';
import { takesSnapshot } from '../../base/strategies.ts';
import type { CapturedVolume, CaptureRecord } from '../../plan/captures/capture-record.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PlannedVolume } from '../../plan/volumes/volume-plan.ts';
import type { ClusterFacts } from '../../translate/context.ts';
import { awaitSnapshot, refuseResized } from '../volumes/await-snapshot.ts';
import { madeIds } from '../volumes/ebs-ledger.ts';

/** What of a run says how its capture is called and how long it stays. */
type About = Pick<Clone, 'cloneId' | 'route' | 'startedAt' | 'expiresAt' | 'askedBy'>;

/**
 * The capture is ready once each of its snapshots is complete: then others may clone from it. Throws NotYet until then,
 * and SnapshotFailed where one has failed. Running it again writes the same.
 */
export async function keepCapture(
  storage: Pick<VolumeStorage, 'describeSnapshot'>,
  store: ObjectStore,
  clone: About,
  name: string,
  attempt: Attempt = FIRST_ATTEMPT,
): Promise<{ objects: number; volumes: number }> {
  const keys = keysOf(clone.cloneId);
  const plan = await readRecord<Plan>(store, keys.plan, 'plan-clone');
  const facts = await readRecord<ClusterFacts>(store, keys.sourceFacts, 'plan-clone');
  const taken = await complete(storage, store, clone.cloneId, plan.volumes, attempt);
  const places = await readRecord<Catalog['places']>(store, keys.capturedPlaces, 'export-manifests');
  const takenAt = earliest(taken.map(({ snapshot }) => snapshot.startedAt)) ?? clone.startedAt;
  const record: CaptureRecord = {
    name,
    takenAt,
    catalog: { version: `v${facts.version}`, resources: facts.served, places },
    facts,
    volumes: Object.fromEntries(
      taken.map(({ volume, snapshot }) => [volume.claim, captured(volume, snapshot.id, clone.route)]),
    ),
  };
  await writeRecord(store, keys.capture, record);
  // Azure tells the size of a disk, and not how much of it is written.
  const bytes = taken.reduce((sum, { snapshot }) => sum + (snapshot.fullSizeBytes ?? snapshot.sizeGiB * GIB), 0);
  const capture: Capture = {
    id: clone.cloneId,
    name,
    route: clone.route.name,
    ...(clone.askedBy ? { askedBy: clone.askedBy } : {}),
    takenAt,
    expiresAt: clone.expiresAt ?? '',
    namespaces: plan.namespaces,
    objects: plan.objects.filter(({ outcome }) => outcome === 'apply').length,
    volumes: taken.length,
    gibibytes: Math.round((bytes / GIB) * 100) / 100,
  };
  await noteCapture(store, clone.route.source, capture);
  return { objects: capture.objects, volumes: capture.volumes };
}

const earliest = (times: string[]) => times.toSorted()[0];

interface Taken {
  volume: PlannedVolume;
  snapshot: Snapshot;
}

/** Every snapshot with its claim. */
async function complete(
  storage: Pick<VolumeStorage, 'describeSnapshot'>,
  store: ObjectStore,
  cloneId: string,
  planned: PlannedVolume[],
  attempt: Attempt,
): Promise<Taken[]> {
  const keys = keysOf(cloneId);
  const ids = new Map([...(await madeIds(store, cloneId, 'source-snapshot'))].map(([id, claim]) => [claim, id]));
  const taken: Taken[] = [];
  for (const volume of planned.filter(takesSnapshot)) {
    const id = ids.get(volume.claim);
    if (id === undefined) throw noSnapshot(volume.claim);
    const seen = async (snapshot: Snapshot) => {
      refuseResized(snapshot, volume.claim, volume.sizeGiB);
      taken.push({ volume, snapshot });
    };
    const { bytes } = await awaitSnapshot(storage, id, volume.claim, seen, attempt);
    if (bytes !== undefined)
      await writeRecord(store, keys.snapshotSize(volume.claim), { bytes } satisfies SnapshotSize);
  }
  return taken;
}

const captured = (volume: PlannedVolume, snapshotId: string, { source }: About['route']): CapturedVolume => ({
  snapshotId,
  volume: {
    id: volume.sourceVolumeId,
    ...(source.kind === 'aks' ? { cloud: 'azure' as const } : {}),
    zone: volume.sourceZone,
    sizeGiB: volume.sizeGiB,
    type: volume.volumeType,
    ...(volume.sourceSku === undefined ? {} : { sku: volume.sourceSku }),
    ...(volume.iops === undefined ? {} : { iops: volume.iops }),
    ...(volume.throughputMiBps === undefined ? {} : { throughputMiBps: volume.throughputMiBps }),
  },
});

const noSnapshot = (claim: string) =>
  new KubeferryError(
    'SnapshotFailed',
    `The run has no snapshot of claim ${claim}, although it was to take one. Start the capture again; this run is rolled back.`,
  );
