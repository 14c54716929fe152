import { keptFromSource } from '../key-obstacles.ts';
import { letSourceRead } from '../key-statements.ts';
import { BLOCKS_PER_GIB } from '../ports/block-store.ts';
import { blocksPerSegment } from '../run/segment-size.ts';
import { copyUsage, PROOFS_OF_OWN_COPIES, type VolumeStrategy } from '../strategy.ts';

/** ListSnapshotBlocks answers at most so many (https://docs.aws.amazon.com/ebs/latest/APIReference/API_ListSnapshotBlocks.html). */
const BLOCKS_PER_LISTING = 10_000;
/** A function of 2 GiB copies 75 MiB a second (lib/functions/functions.data.ts). */
const COPIER = { gibibytes: 2, mebibytesPerSecond: 75 };

/** Each block is got at the source and put in the target, with a role on each side: under whichever key it is. */
export const copyBlocks = {
  name: 'copy-blocks',
  does: 'reads the written blocks of the snapshot, and writes them into one of the target',
  needs: 'a key that the source role may use; the target uses its own',
  brings: true,
  takesSnapshot: true,
  makesVolume: true,
  /** EBS allows 1,000 blocks of 512 KiB a second per snapshot: 500 MiB/s. */
  pace: (500 * 60) / 1024,
  obstacle: {
    refusal: 'cannot be read block by block',
    why: keptFromSource,
    statement: ({ key, source }) => (key?.unusable ? undefined : letSourceRead(source)),
  },
  auto: {
    clause: 'copies blocks where not',
    because: (_, passed) => {
      const nearest = passed.at(-1);
      return `${nearest ? `${nearest.why}, so ` : ''}its blocks are copied with a role on each side`;
    },
  },
  asked: 'the request asks for it',
  continues: {},
  usage: (volume) => {
    const blocks = volume.gibibytes * BLOCKS_PER_GIB;
    // Listed once to plan the segments, once to copy them.
    const blockListings = 2 * Math.ceil(blocks / BLOCKS_PER_LISTING);
    return { ...copyUsage(volume), blocksRead: blocks, blocksWritten: blocks, blockListings };
  },
  steps: {
    states: ['Copy blocks'],
    // await-snapshot twice, plan, seal, create and verify; and each segment.
    calls: (gibibytes) => 6 + segmentsOf(gibibytes),
    gibibyteSeconds: (gibibytes) => ((gibibytes * 1024) / COPIER.mebibytesPerSecond) * COPIER.gibibytes,
    // "Copy blocks", "Are there blocks to copy?" and "Copy each segment".
    machine: { transitions: 3, begins: 'plan-segments' },
    // EC2 counts up a snapshot that was filled block by block as well, from zero again: its segments have told more.
    progress: 'segments',
  },
  permissions: { source: ['snapshots', 'blocks'], target: ['volumes', 'blocks', 'keys'] },
  proofs: PROOFS_OF_OWN_COPIES,
  proof: 'Each block has its SHA-256, and EBS has sealed the snapshot with the checksum of all of them.',
} as const satisfies VolumeStrategy;

function segmentsOf(gibibytes: number): number {
  const blocks = gibibytes * BLOCKS_PER_GIB;
  return Math.ceil(blocks / blocksPerSegment(blocks));
}
