import { inOtherCloud, keptFromTarget } from '../key-obstacles.ts';
import { letTargetUse } from '../key-statements.ts';
import { PROOFS_OF_ONE_SNAPSHOT, type StrategyFacts, type VolumeStrategy } from '../strategy.ts';

/**
 * In one account and Region nothing has to be copied: EBS makes the volume of the target from the snapshot at the source, under
 * the key of the target (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-creating-volume.html). A snapshot under
 * `aws/ebs` does as well, since every principal of its account may use that key through EBS
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebsapi-permissions.html).
 */
export const useSnapshot = {
  name: 'use-snapshot',
  does: 'creates the volume from the snapshot at the source: no data is copied',
  needs: 'source and target in one account and Region, and a key that the target role may use',
  brings: true,
  takesSnapshot: true,
  makesVolume: true,
  obstacle: { refusal: 'cannot be created from the snapshot at the source', why: notHere, statement },
  auto: {
    clause: 'creates the volume from the snapshot within one account and Region',
    because: () => 'source and target are in one account and Region, so that no data has to be copied',
  },
  asked: 'the request asks for it',
  usage: ({ gibibytes, hours }) => ({ snapshotGiBHours: gibibytes * hours }),
  steps: {
    states: [],
    // await-snapshot, create and verify.
    calls: () => 3,
    progress: 'snapshot',
  },
  permissions: { source: ['snapshots'], target: ['volumes', 'keys'] },
  proofs: PROOFS_OF_ONE_SNAPSHOT,
  proof: 'EBS created the volume from the very snapshot of the source.',
} as const satisfies VolumeStrategy;

function notHere(facts: StrategyFacts): string | undefined {
  const { source, target } = facts;
  const elsewhere = inOtherCloud(facts);
  if (elsewhere) return elsewhere;
  if (source.account !== target.account) return 'source and target are in different accounts';
  if (source.region !== target.region) return 'source and target are in different Regions';
  return keptFromTarget(facts);
}

const isHere = ({ source, target }: StrategyFacts) =>
  source.account === target.account && source.region === target.region;

function statement(facts: StrategyFacts): string | undefined {
  return isHere(facts) && facts.key && !facts.key.unusable ? letTargetUse(facts.target) : undefined;
}
