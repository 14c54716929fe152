import type { VolumeStrategy } from '../strategy.ts';

/** Of a capture: the snapshot stays at the source, and clones bring it to their targets. No request chooses it. */
export const keepSnapshot = {
  name: 'keep-snapshot',
  does: 'keeps a snapshot at the source, which clones of the capture are made from (mode capture, and no other)',
  needs: 'nothing',
  brings: false,
  takesSnapshot: true,
  makesVolume: false,
  usage: ({ gibibytes, hours }) => ({ snapshotGiBHours: gibibytes * hours }),
  permissions: { source: ['snapshots'], target: [] },
  proof: 'Its snapshot is complete.',
} as const satisfies VolumeStrategy;
