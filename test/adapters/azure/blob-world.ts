import { createHash } from 'node:crypto';
import { pageBlobSink } from '../../../adapters/azure/page-blob-sink.ts';
import { pageBlobSource } from '../../../adapters/azure/page-blob-source.ts';
import { GIB } from '../../../core/base/sizes.ts';
import { PageBlob } from '../../../emulator/azure/page-blobs/page-blob.ts';
import { startPageBlobs } from '../../../emulator/azure/page-blobs/page-blobs.ts';
import { createFaults } from '../../../emulator/base/faults.ts';
import { leapingClock } from '../../memory/clock.ts';

const HOUR = 3_600;
const FOOTER = 512;

/** The endpoint of managed disks, on loopback, with a way to damage what it answers. */
export async function startBlobWorld() {
  const clock = leapingClock();
  const faults = createFaults();
  const wire = { damage: (_operation: string, body: Uint8Array) => body };
  const damage = wire.damage;
  const blobs = await startPageBlobs({ clock, faults, onWire: (operation, body) => wire.damage(operation, body) });
  const disks = new Map<string, { blob: PageBlob; parent?: string; sealed: boolean }>();
  const url = (id: string, rights: 'r' | 'rw' = 'r') => blobs.grant(disks.get(id)!.blob, rights, HOUR);

  return {
    clock,
    faults,
    blobs,
    url,
    damageAnswers(how: typeof wire.damage) {
      wire.damage = how;
    },
    healAnswers() {
      wire.damage = damage;
    },
    blob: (id: string) => disks.get(id)!.blob,
    /** An upload disk of this size, or one that begins as its parent is; the same one for the same token. */
    start(token: string, parent?: string, size = GIB) {
      const known = disks.has(token);
      const blob = parent ? disks.get(parent)!.blob.fork() : new PageBlob(size + FOOTER);
      if (!known) disks.set(token, { blob, ...(parent ? { parent } : {}), sealed: false });
      return token;
    },
    finish(id: string) {
      disks.get(id)!.sealed = true;
      blobs.revoke(disks.get(id)!.blob);
    },
    isSealed: (id: string) => disks.get(id)!.sealed,
    sink(id: string, readBack = true) {
      const { blob, parent } = disks.get(id)!;
      const previous = parent ? { previousSnapshot: url(parent) } : {};
      return pageBlobSink(url(id, 'rw'), { size: blob.size - FOOTER, readBack, name: `disk ${id}`, ...previous });
    },
    source(id: string, since?: string) {
      const { blob, sealed } = disks.get(id)!;
      const previous = since === undefined ? {} : { previousSnapshot: url(since) };
      const sas = url(id);
      // Nobody may read a disk whose upload has not ended.
      if (!sealed) blobs.revoke(blob);
      return pageBlobSource(sas, { size: blob.size - FOOTER, name: `disk ${id}`, ...previous });
    },
    stop: () => blobs.stop(),
  };
}

export type BlobWorld = Awaited<ReturnType<typeof startBlobWorld>>;

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
