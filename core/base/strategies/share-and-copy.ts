import { inOtherCloud, keptFromTarget } from '../key-obstacles.ts';
import { letTargetUse } from '../key-statements.ts';
import { timedCopyDollars } from '../pace/completion.ts';
import { copyUsage, PROOFS_OF_COPIES_BY_EBS, type StrategyFacts, type VolumeStrategy } from '../strategy.ts';

/**
 * The source shares its snapshot with the target account, where that is another one, and EBS copies it there. A snapshot under `aws/ebs` cannot be
 * shared (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html), and one under a
 * customer managed key only when that key's policy lets the target in.
 */
const NAME = 'share-and-copy';

export const shareAndCopy = {
  name: NAME,
  does: 'shares the snapshot with the target account, where EBS copies it whole',
  needs:
    'no encryption at the source, a customer managed key whose policy lets the target role use it, or aws/ebs within one account',
  brings: true,
  takesSnapshot: true,
  makesVolume: true,
  timed: true,
  /** CopySnapshot promises nothing; this is the time-based copy's ceiling halved, a cautious guess that the plan calls an estimate. */
  pace: (250 * 60) / 1024,
  obstacle: { refusal: 'cannot be shared', why: (facts) => inOtherCloud(facts) ?? keptFromTarget(facts), statement },
  auto: {
    clause: 'shares and copies where the key allows it',
    because: ({ volume, key }) => {
      if (!volume.encrypted) return 'it is not encrypted at the source';
      return key?.customerManaged ? 'its key lets the target account in' : 'its key, aws/ebs, is for the whole account';
    },
  },
  asked: 'the request asks for it',
  continues: {
    // "The snapshot was copied to the destination previously": https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html
    obstacle: (earlier) =>
      earlier === NAME ? undefined : `its twin was made by "${earlier}", and EBS goes on from its own copies only`,
  },
  usage: (volume) => ({
    ...copyUsage(volume),
    timedCopyDollars: volume.completionMinutes ? timedCopyDollars(volume.gibibytes, volume.completionMinutes) : 0,
  }),
  steps: {
    states: ['Share snapshot', 'Copy snapshot'],
    // await-snapshot twice, share and copy, create and verify.
    calls: () => 6,
    progress: 'snapshot',
  },
  permissions: { source: ['snapshots'], target: ['volumes', 'keys'] },
  proofs: PROOFS_OF_COPIES_BY_EBS,
  proof: 'EBS copied the snapshot whole.',
} as const satisfies VolumeStrategy;

/** One under `aws/ebs` cannot be shared whatever its policy says, and a key that nobody can use is no matter of its policy. */
function statement({ key, target }: StrategyFacts): string | undefined {
  return key?.customerManaged && !key.unusable ? letTargetUse(target) : undefined;
}
