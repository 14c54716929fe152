import type { StrategyFacts, VolumeStrategy } from '../strategy.ts';

/** What a node of another zone, account or Region cannot attach: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-attaching-volume.html */
const SAME = { says: 'it is one volume for both sides, so that there is nothing to compare' };

/**
 * A migration within one zone needs no copy: the source lets go of its volume, and the target binds the very same one. The
 * source has no copy then, so that only a request chooses it, and a snapshot is taken before.
 */
export const handOver = {
  name: 'hand-over',
  does: "gives the source's own volume to the target: no data is copied, and the source has none any more",
  needs:
    'a route with `handOver`, a request with `cutOver`, source and target in one account, Region and zone, and a volume that nobody outside of the selection uses',
  brings: true,
  takesSnapshot: true,
  makesVolume: false,
  givesVolume: true,
  obstacle: { refusal: 'cannot be handed over', why },
  asked: 'the request asks for it',
  usage: ({ gibibytes, hours }) => ({ snapshotGiBHours: gibibytes * hours }),
  steps: {
    states: [],
    // await-snapshot, and the function that hands over.
    calls: () => 2,
    progress: 'snapshot',
  },
  permissions: { source: ['snapshots'], target: [] },
  proofs: { listing: SAME, checksums: SAME, full: SAME },
  proof: 'It is the very volume of the source.',
} as const satisfies VolumeStrategy;

function why({ source, target, cutOver, volume, handingOver }: StrategyFacts): string | undefined {
  if (source.account !== target.account) return 'source and target are in different accounts';
  if (source.region !== target.region) return 'source and target are in different Regions';
  if (!handingOver?.allowed) return 'the route does not allow it ("handOver": true)';
  if (!cutOver)
    return 'the source would keep working on it; a volume goes with a migration that leaves the source at zero ("profile": "migrate", "cutOver": true)';
  if (handingOver.zone !== volume.zone)
    return `it is in zone ${volume.zone}, and the target has its volumes in ${handingOver.zone || 'no zone'}`;
  return handingOver.obstacle;
}
