import { copyUsage, PROOFS_OF_OWN_COPIES, type VolumeStrategy } from '../strategy.ts';
import { copyBlocks } from './copy-blocks.ts';

/** As many MiB of a repository's files lay-out-image walks in a second as make its time small beside the copy's; it has 4 GiB. */
const LAYOUT = { secondsForGibibyte: 3, gibibytes: 4 };

/** The files of a backup become an ext4 of which each block is written into a snapshot of the target, as in a copy by blocks. */
export const writeImage = {
  name: 'write-image',
  does: 'reads files, or a device that was kept as one, out of a repository of restic or Kopia, and writes them as a file system, or as the device, into a snapshot of the target',
  needs: 'an entry in `volumes.origins` that names the repository',
  brings: true,
  takesSnapshot: false,
  makesVolume: true,
  pace: copyBlocks.pace,
  obstacle: {
    refusal: 'cannot be written from files',
    why: () => 'the request names no repository for its claim in volumes.origins',
  },
  asked: 'the request asks for it',
  usage: (volume) => ({ ...copyUsage(volume), blocksWritten: copyBlocks.usage(volume).blocksWritten }),
  steps: {
    states: ['Lay out image', 'Copy blocks'],
    // Nothing is awaited at the source; the image is laid out instead.
    calls: copyBlocks.steps.calls,
    gibibyteSeconds: (gibibytes) =>
      copyBlocks.steps.gibibyteSeconds(gibibytes) + gibibytes * LAYOUT.secondsForGibibyte * LAYOUT.gibibytes,
    machine: copyBlocks.steps.machine,
    progress: 'segments',
  },
  permissions: { source: ['repositories'], target: ['volumes', 'blocks', 'keys'] },
  proofs: PROOFS_OF_OWN_COPIES,
  proof:
    'Each file was proven against the repository, each block has its SHA-256, and EBS has sealed the snapshot with the checksum of all of them.',
} as const satisfies VolumeStrategy;
