import type { StrategyFacts } from './strategy.ts';

/** Why EBS itself cannot bring the data, as a clause: it knows snapshots of its own volumes alone. */
export function inOtherCloud({ volume, target }: StrategyFacts): string | undefined {
  if (target.cloud === 'azure') return 'the target is in Azure, and EBS brings no data there';
  return volume.cloud ? 'its disk is in Azure, and EBS copies snapshots of its own' : undefined;
}

/** Why the target role cannot use the key of the data, as a clause; undefined where it can. */
export function keptFromTarget({ volume, key, source, target }: StrategyFacts): string | undefined {
  if (!volume.encrypted) return undefined;
  // Every principal of its account may use `aws/ebs` through EBS, and nobody of another.
  if (!key?.customerManaged) {
    return source.account === target.account
      ? undefined
      : 'it is encrypted under aws/ebs, and snapshots under that key cannot be shared';
  }
  if (key.unusable) return unusable(volume.kmsKeyArn, key.unusable);
  if (key.usableByTarget) return undefined;
  return `the policy of key ${volume.kmsKeyArn} does not let the target role use it`;
}

/** Why the source role cannot read data under the key, as a clause. */
export function keptFromSource({ volume, key }: StrategyFacts): string | undefined {
  if (!volume.encrypted || !key?.customerManaged) return undefined;
  if (key.unusable) return unusable(volume.kmsKeyArn, key.unusable);
  if (!key.refusedToSource) return undefined;
  return `the policy of key ${volume.kmsKeyArn} does not let the source role use it`;
}

const unusable = (arn: string | undefined, state: string) =>
  `key ${arn} is in state ${state}, so that nobody can read what it encrypts`;
