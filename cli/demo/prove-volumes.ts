import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import type { ReportedVolume } from '../../core/reporting/report.ts';
import type { BlockDevices } from './block-devices.ts';
import { compareMasked, type DatabaseProof, looksLikeDatabase, type MaskingProof, proveDatabase } from './databases.ts';
import { contentsOf } from './disks.ts';
import { proveMoved } from './movers/prove-moved.ts';
import { type FilesProof, proveFiles } from './prove-files.ts';

export interface ProvenVolume {
  claim: string;
  sourceVolume: string;
  targetVolume: string | null;
  strategy: string;
  /** Size of the volume. */
  bytes: number;
  /** Blocks of 512 KiB that one of the two has written; all others read as zeros on both. */
  blocksCompared: number;
  identical: boolean;
  /** Blocks that had to be moved, of those that are written, as the run has counted them. */
  movement?: { toMove: number; of: number };
  /** The former clone's volume whose place it took, and whether that one is gone. */
  replaced?: { volume: string; gone: boolean };
  /** When the volume holds a database: what SQLite says of the target's bytes, and whether its rows are the source's. */
  database?: DatabaseProof & { sameRows: boolean };
  /** When it was masked: what of its rows is another, and that nothing else is. */
  masked?: MaskingProof;
  /** When it comes from a backup or by a Job: its files, compared with those that were copied. */
  files?: FilesProof;
}

/** Written blocks of a volume by their index. */
export type Blocks = ReadonlyMap<number, Buffer>;

/** What was never written reads as zeros. */
export const sameBlocks = (one: Blocks, other: Blocks): boolean =>
  [...new Set([...one.keys(), ...other.keys()])].every((index) =>
    (one.get(index) ?? ZEROS).equals(other.get(index) ?? ZEROS),
  );

const GIB = 1024 ** 3;
const ZEROS = Buffer.alloc(BLOCK_BYTES);

/** Compares each copied volume with its source: block by block, on the bytes themselves, or file by file with what was backed up. */
export function proveVolumes(
  devices: BlockDevices,
  volumes: ReportedVolume[],
  masked: readonly string[] = [],
  shares: ReadonlyMap<string, string> = new Map(),
): Promise<ProvenVolume[]> {
  const prove = async (volume: ReportedVolume): Promise<ProvenVolume> => {
    const base = {
      claim: volume.claim,
      sourceVolume: volume.sourceVolumeId,
      strategy: volume.strategy,
      bytes: volume.sizeGiB * GIB,
      ...(volume.movement ? { movement: { toMove: volume.movement.toMove, of: volume.movement.of } } : {}),
    };
    const replaced = volume.replaces && { volume: volume.replaces, gone: !devices.findVolume(volume.replaces) };
    if (!volume.targetVolumeId) return { ...base, targetVolume: null, blocksCompared: 0, identical: false };
    if (volume.origin?.kind === 'files' || volume.origin?.kind === 'mover') {
      const files =
        volume.origin.kind === 'mover'
          ? await proveMoved(devices, volume.targetVolumeId, shares.get(volume.claim) ?? '')
          : await proveFiles(devices, volume.targetVolumeId, volume.origin.repository.type);
      const identical = files.different.length === 0;
      return { ...base, targetVolume: volume.targetVolumeId, blocksCompared: 0, identical, files };
    }
    if (masked.includes(volume.claim)) return { ...base, ...maskedOf(devices, volume, volume.targetVolumeId) };
    // A snapshot that somebody else has made may be all that is left of its volume.
    const from = volume.origin?.kind === 'snapshot' ? volume.origin.snapshotId : volume.sourceVolumeId;
    const source = devices.blocksOf(from);
    const target = devices.blocksOf(volume.targetVolumeId);
    const indexes = new Set([...source.keys(), ...target.keys()]);
    const identical = sameBlocks(source, target);
    return {
      ...base,
      targetVolume: volume.targetVolumeId,
      blocksCompared: indexes.size,
      identical,
      ...(replaced ? { replaced } : {}),
      ...databaseOf(devices, from, volume.targetVolumeId),
    };
  };
  return Promise.all(volumes.map(prove));
}

/** The bytes differ as they should: it is the rows that are compared. */
function maskedOf(devices: BlockDevices, { sourceVolumeId }: ReportedVolume, targetVolume: string) {
  const masked = compareMasked(contentsOf(devices, sourceVolumeId), contentsOf(devices, targetVolume));
  const identical = masked.customersLeft === 0 && masked.othersSame && masked.integrity === 'ok';
  return { targetVolume, blocksCompared: 0, identical, masked };
}

function databaseOf(devices: BlockDevices, from: string, to: string): Pick<ProvenVolume, 'database'> {
  const source = contentsOf(devices, from);
  if (!looksLikeDatabase(source)) return {};
  try {
    const proof = proveDatabase(contentsOf(devices, to));
    return { database: { ...proof, sameRows: proof.digest === proveDatabase(source).digest } };
  } catch (error) {
    return { database: { rows: 0, integrity: (error as Error).message, digest: '', sameRows: false } };
  }
}
