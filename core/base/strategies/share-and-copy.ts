import { copyUsage, type StrategyFacts, type VolumeStrategy } from '../strategy.ts';

/**
 * The source shares its snapshot with the target account, and EBS copies it there. A snapshot under `aws/ebs` cannot be
 * shared (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html), and one under a
 * customer managed key only when that key's policy lets the target in.
 */
export const shareAndCopy = {
  name: 'share-and-copy',
  does: 'shares the snapshot with the target account, where EBS copies it whole',
  needs: 'no encryption at the source, or a customer managed key whose policy lets the target role use it',
  brings: true,
  takesSnapshot: true,
  makesVolume: true,
  /** CopySnapshot promises nothing; this is the time-based copy's ceiling halved, a cautious guess that the plan calls an estimate. */
  pace: (250 * 60) / 1024,
  obstacle: { refusal: 'cannot be shared', why: keyOnlyForSource },
  auto: {
    clause: 'shares and copies where the key allows it',
    because: ({ volume }) =>
      volume.encrypted ? 'its key lets the target account in' : 'it is not encrypted at the source',
  },
  asked: 'the request asks for it',
  usage: copyUsage,
  steps: {
    states: ['Share snapshot', 'Copy snapshot'],
    // await-snapshot twice, share and copy, create and verify.
    calls: () => 6,
    progress: 'snapshot',
  },
  permissions: { source: ['snapshots'], target: ['volumes', 'keys'] },
  proof: 'EBS copied the snapshot whole.',
} as const satisfies VolumeStrategy;

function keyOnlyForSource({ volume, key }: StrategyFacts): string | undefined {
  if (!volume.encrypted) return undefined;
  if (!key?.customerManaged) return 'it is encrypted under aws/ebs, and snapshots under that key cannot be shared';
  if (!key.usableByTarget) return `the policy of key ${volume.kmsKeyArn} does not let the target role use it`;
  return undefined;
}
