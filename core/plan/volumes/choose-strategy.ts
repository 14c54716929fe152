import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import type { Strategy } from '../../base/run/envelope.ts';

export interface StrategyChoice {
  strategy: Strategy;
  reason: string;
  /** Set when the asked strategy cannot work: a blocker's sentence. */
  blocker?: string;
}

/** What is known of the key that encrypts a source volume. */
export interface SourceKey {
  customerManaged: boolean;
  /** Whether the target role may use it; undefined when it was not asked. */
  usableByTarget: boolean;
}

/**
 * Decides how one volume travels. A snapshot under `aws/ebs` cannot be shared with another account
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html), and one under a customer
 * managed key only when that key's policy lets the target in; blocks can be copied in both cases, with a role on each side.
 */
export function chooseStrategy(
  claim: string,
  volume: Volume,
  key: SourceKey | undefined,
  volumes: Request['volumes'],
): StrategyChoice {
  const asked = volumes.claims[claim] ?? volumes.strategy;
  if (asked === 'skip') return { strategy: 'skip', reason: 'the request leaves its data behind' };
  if (asked === 'copy-blocks') return { strategy: 'copy-blocks', reason: 'the request asks for it' };
  const obstacle = sharingObstacle(volume, key);
  if (asked === 'auto') {
    return obstacle
      ? { strategy: 'copy-blocks', reason: `${obstacle}, so its blocks are copied with a role on each side` }
      : {
          strategy: 'share-and-copy',
          reason: volume.encrypted ? 'its key lets the target account in' : 'it is not encrypted at the source',
        };
  }
  if (!obstacle) return { strategy: 'share-and-copy', reason: 'the request asks for it' };
  return {
    strategy: 'share-and-copy',
    reason: 'the request asks for it',
    blocker: `Volume ${volume.id} of claim ${claim} cannot be shared: ${obstacle}. Use the strategy "copy-blocks" for it, or "auto".`,
  };
}

function sharingObstacle(volume: Volume, key: SourceKey | undefined): string | undefined {
  if (!volume.encrypted) return undefined;
  if (!key?.customerManaged) return 'it is encrypted under aws/ebs, and snapshots under that key cannot be shared';
  if (!key.usableByTarget) return `the policy of key ${volume.kmsKeyArn} does not let the target role use it`;
  return undefined;
}
