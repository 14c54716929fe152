import type { ApplyOutcome } from '../../../kube/cluster-api.ts';
import type { ObjectRef } from '../../../kube/kube-object.ts';

/**
 * What became of one object of a shard. `before` is what the first attempt saw, so that a retry still knows it; it turns
 * `present` when somebody else made the object between that look and the apply.
 */
export interface AppliedObject {
  ref: ObjectRef;
  before: 'absent' | 'present';
  /** Uid of the object in the target: that of an earlier object when `before` is `present`. */
  uid?: string;
  /** An earlier clone had made it and this run refreshes that one: it is this run's as soon as the former one is retired. */
  takenOver?: true;
  result?: ApplyOutcome | 'skipped' | 'failed';
  /** The server's sentence when it failed, why when it was skipped. */
  reason?: string;
}

/** Intent or result of one shard: the ledger of objects. */
export interface ShardRecord {
  wave: string;
  objects: AppliedObject[];
}
