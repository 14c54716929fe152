import type { VolumeStrategy } from '../strategy.ts';

/** The claim gets a fresh, empty volume. */
export const skip = {
  name: 'skip',
  does: 'leaves the data at the source: the claim gets a fresh, empty volume',
  needs: 'nothing',
  brings: false,
  takesSnapshot: false,
  makesVolume: false,
  asked: 'the request leaves its data behind',
  usage: () => ({}),
  permissions: { source: [], target: [] },
  proof: 'Its data stays at the source, as asked.',
} as const satisfies VolumeStrategy;
