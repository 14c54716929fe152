import { type Archive, archiveApi, shardsIn } from '../../base/archive/archive-api.ts';
import type { Catalog } from '../../base/archive/catalog.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readRecord } from '../../base/run/records.ts';
import type { ClusterFacts } from '../../translate/context.ts';

/** A volume as it was when its snapshot was taken, and that snapshot. */
export interface CapturedVolume {
  snapshotId: string;
  volume: Pick<Volume, 'id' | 'cloud' | 'sku' | 'zone' | 'sizeGiB' | 'type' | 'iops' | 'throughputMiBps'>;
}

/** `capture.json`: all that a clone of the capture has to know beside the objects themselves. */
export interface CaptureRecord {
  name: string;
  takenAt: string;
  catalog: Catalog;
  facts: ClusterFacts;
  /** By claim. */
  volumes: Record<string, CapturedVolume>;
}

/** A capture, open to be cloned from: in the place of the source cluster. */
export interface OpenCapture extends CaptureRecord {
  api: ReturnType<typeof archiveApi>;
}

/** Throws NotFound when the capture is gone. */
export async function openCapture(
  store: ObjectStore,
  { id, name }: NonNullable<Clone['fromCapture']>,
): Promise<OpenCapture> {
  const keys = keysOf(id);
  const record = await readRecord<CaptureRecord>(store, keys.capture, 'keep-capture');
  const archive: Archive = {
    name: `Capture "${name}" (${id})`,
    catalog: record.catalog,
    shard: shardsIn(store, keys.captured),
  };
  return { ...record, api: archiveApi(archive) };
}
