import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { badInput } from '../exit-codes.ts';
import type { BlockDevices } from './block-devices.ts';

/** What goes onto the volume of a claim before the clone. */
export interface Disk {
  /** `namespace/name`. */
  claim: string;
  content: { file: string } | { bytes: Buffer };
}

const CHUNK_BYTES = 4 * 1024 * 1024;
const GIB = 1024 ** 3;

/** `NAMESPACE/PVC=FILE`, checked as far as is possible before the clusters are up. */
export function parseDisks(values: string[]): { disks: Disk[]; problems: string[] } {
  const disks: Disk[] = [];
  const problems: string[] = [];
  for (const value of values) {
    const match = /^([^/=]+\/[^/=]+)=(.+)$/.exec(value);
    if (!match) problems.push(`--disk ${value}: write NAMESPACE/PVC=FILE.`);
    else if (!existsSync(match[2]!) || !statSync(match[2]!).isFile())
      problems.push(`--disk ${value}: there is no file ${match[2]}.`);
    else disks.push({ claim: match[1]!, content: { file: match[2]! } });
  }
  return { disks, problems };
}

/** Writes each disk straight to the block device behind its claim, as a raw image. */
export async function writeDisks(disks: Disk[], api: ClusterApi, devices: BlockDevices): Promise<void> {
  const volumes = await volumesOfClaims(api);
  const problems: string[] = [];
  for (const { claim, content } of disks) {
    const volumeId = volumes.get(claim);
    const size = 'file' in content ? statSync(content.file).size : content.bytes.length;
    const room = volumeId ? (devices.findVolume(volumeId)?.sizeGiB ?? 0) * GIB : 0;
    if (!volumeId)
      problems.push(
        `--disk ${claim}: the source has no such claim on EBS; it has ${[...volumes.keys()].join(', ') || 'none'}.`,
      );
    else if (size > room)
      problems.push(
        `--disk ${claim}: the image has ${size} bytes, the claim's volume ${room}; ask for more storage in the claim.`,
      );
    else if ('bytes' in content) devices.writeVolume(volumeId, 0, content.bytes);
    else writeFile(devices, volumeId, content.file);
  }
  if (problems.length > 0) throw badInput(problems);
}

function writeFile(devices: BlockDevices, volumeId: string, file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (let at = 0; ; ) {
      const read = readSync(descriptor, buffer, 0, CHUNK_BYTES, at);
      if (read === 0) return;
      // Holes of a sparse image stay holes: a block that was never written costs nothing in a snapshot.
      const chunk = buffer.subarray(0, read);
      if (chunk.some((byte) => byte !== 0)) devices.writeVolume(volumeId, at, Buffer.from(chunk));
      at += read;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** What is on a volume or in a snapshot, from the beginning to the last written block. */
export function contentsOf(devices: BlockDevices, id: string): Buffer {
  const blocks = devices.blocksOf(id);
  const bytes = Buffer.alloc(blocks.size === 0 ? 16 : (Math.max(...blocks.keys()) + 1) * BLOCK_BYTES);
  for (const [index, block] of blocks) block.copy(bytes, index * BLOCK_BYTES);
  return bytes;
}

/** Claim `namespace/name` -> EBS volume id, by the bound PersistentVolumes. */
export async function volumesOfClaims(api: ClusterApi): Promise<Map<string, string>> {
  const volumes = new Map<string, string>();
  const resource = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    resource: 'persistentvolumes',
    namespaced: false,
    verbs: ['list'],
  };
  for await (const page of api.list(resource)) {
    for (const volume of page) {
      const spec = volume.spec as { claimRef?: { namespace: string; name: string }; csi?: { volumeHandle: string } };
      if (spec.claimRef && spec.csi)
        volumes.set(`${spec.claimRef.namespace}/${spec.claimRef.name}`, spec.csi.volumeHandle);
    }
  }
  return volumes;
}
