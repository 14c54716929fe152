import { randomUUID } from 'node:crypto';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { systemClock } from '../../adapters/kubernetes/options.ts';
import { type Gate, gate } from '../../core/base/pace/gate.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { type ApiShare, shareApi } from '../../core/execute/pace/share-api.ts';
import { required } from './environment.ts';
import type { Side } from './member.ts';

const shares: ApiShare[] = [];

/** By which requests to the cluster of one side wait for each other, where the pace of the run says so: in all functions of all runs. */
export function turnsAt(clone: Clone, side: Side): Gate | undefined {
  const budget = side === 'source' ? clone.pace?.apiRequestsPerSecond : undefined;
  if (budget === undefined) return undefined;
  const store = s3ObjectStore({ bucket: required('KUBEFERRY_BUCKET') });
  const { now, sleep } = systemClock;
  const share = shareApi({ store, now, sleep, home: clone.route.source, budget, holder: randomUUID() });
  shares.push(share);
  return gate({
    clock: systemClock,
    concurrency: Number.POSITIVE_INFINITY,
    perSecond: share.perSecond,
    before: share.enter,
  });
}

/** At the end of an invocation: what it may ask for is there for others. */
export async function leaveApis(): Promise<void> {
  await Promise.all(shares.map((each) => each.leave()));
}
