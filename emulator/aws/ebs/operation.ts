import * as z from 'zod';
import { AwsError, type Call, type Operation } from '../../base/service.ts';
import type { Keys } from '../ec2/keys.ts';
import type { Snapshot } from '../ec2/records.ts';
import { snapshotArn } from '../ec2/resources.ts';
import type { Ec2State } from '../ec2/state.ts';
import { resourceTags } from '../ec2/tags.ts';
import { createThrottle, type Throttle } from '../ec2/throttle.ts';
import { denied, notFound, tooFastForAccount, tooFastForSnapshot, validation } from './errors.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** What all operations of the service share. */
export interface EbsContext {
  state: Ec2State;
  keys: Keys;
  tokens: Tokens;
  perSnapshot: Throttle;
  perAccount: Throttle;
}

export const createContext = (state: Ec2State, keys: Keys): EbsContext => ({
  state,
  keys,
  tokens: createTokens(),
  perSnapshot: createThrottle(tooFastForSnapshot),
  perAccount: createThrottle(tooFastForAccount),
});

/** Per second and account, in every Region (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html). */
const ACCOUNT_RATES: Record<string, number> = {
  ListSnapshotBlocks: 50,
  ListChangedBlocks: 50,
  StartSnapshot: 10,
  CompleteSnapshot: 10,
};
/** GetSnapshotBlock and PutSnapshotBlock: more in five Regions, and 1,000 on any one snapshot. */
const BLOCKS_PER_SECOND = 1_000;
const LARGE_REGION_BLOCKS_PER_SECOND = 5_000;
const LARGE_REGIONS = ['us-east-1', 'us-east-2', 'us-west-2', 'ap-southeast-1', 'eu-west-1'];

/** Reads the input by its schema and answers within the account's rate. */
export function ebsOperation<S extends z.ZodType>(
  schema: S,
  context: EbsContext,
  run: (input: z.output<S>, call: Call, context: EbsContext) => unknown,
): Operation {
  return (wire, call) => {
    const result = schema.safeParse(wire);
    if (!result.success) throw refusal(result.error.issues[0]!);
    const rate =
      ACCOUNT_RATES[call.operation] ??
      (LARGE_REGIONS.includes(call.region) ? LARGE_REGION_BLOCKS_PER_SECOND : BLOCKS_PER_SECOND);
    const key = `${call.account} ${call.region} ${call.operation}`;
    context.perAccount(key, { size: rate, refillPerSecond: rate }, call.clock.now().getTime());
    return run(result.data, call, context);
  };
}

function refusal(issue: z.core.$ZodIssue): AwsError {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.join(', ');
    return new AwsError('UnsupportedByLocalCloud', `The local EBS does not know the member ${names} of this input.`);
  }
  return validation('INVALID_PARAMETER_VALUE', `${issue.path.join('.')} is invalid: ${issue.message}`);
}

/** Counts a block read or write against the snapshot's own rate, which no quota increase lifts. */
export function countBlock(call: Call, snapshotId: string, { perSnapshot }: EbsContext): void {
  const bucket = { size: BLOCKS_PER_SECOND, refillPerSecond: BLOCKS_PER_SECOND };
  perSnapshot(`${call.operation} ${snapshotId}`, bucket, call.clock.now().getTime());
}

/** The snapshot, for its owner, with the right on it. */
export function ownSnapshot(call: Call, snapshotId: string, { state }: EbsContext): Snapshot {
  if (!/^snap-[0-9a-f]{8,17}$/.test(snapshotId)) {
    throw validation('INVALID_SNAPSHOT_ID', `The snapshot ID '${snapshotId}' is not valid.`);
  }
  const snapshot = state.findSnapshot(call.region, snapshotId);
  if (!snapshot || call.isLate(snapshotId, snapshot.startedAt)) throw notFound(snapshotId);
  if (snapshot.account !== call.account) {
    // AWS documents only that public snapshots are not supported; whether a private share can be read is not
    // documented, so nothing here may depend on it.
    if (!snapshot.sharedWith.has(call.account)) throw notFound(snapshotId);
    throw denied('UNAUTHORIZED_ACCOUNT', `The snapshot '${snapshotId}' belongs to another account.`);
  }
  call.authorize(`ebs:${call.operation}`, snapshotArn(call.region, snapshotId), resourceTags(snapshot.tags));
  return snapshot;
}

/**
 * EBS uses the snapshot's key in the caller's name. It calls KMS as EC2 does: the key policy of `aws/ebs`, which the
 * direct APIs can use, is bound to this ViaService.
 */
export function useKey(call: Call, keyArn: string, actions: string[], { keys }: EbsContext): void {
  for (const action of actions) {
    try {
      keys.authorize(call, keyArn, action, {
        'kms:ViaService': `ec2.${call.region}.amazonaws.com`,
        ...(action === 'kms:CreateGrant' ? { 'kms:GrantIsForAWSResource': 'true' } : {}),
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw denied('DEPENDENCY_ACCESS_DENIED', `The key ${keyArn} cannot be used: ${error.message}`);
    }
  }
}

/** Numbers in paths, queries and headers are text. */
export const numeric = z.string().regex(/^\d+$/, 'it must be a number').transform(Number);
