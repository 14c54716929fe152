import type { Change, Finding } from '../../kube/finding.ts';
import type { KubeObject, ObjectRef } from '../../kube/kube-object.ts';

export type Outcome = 'apply' | 'drop' | 'block';

/** What the pipeline says of one source object. `changes` replayed on the source give `object` byte for byte. */
export interface Translation {
  /** The source object. */
  ref: ObjectRef;
  outcome: Outcome;
  /** Why it is dropped or blocked. */
  reason?: string;
  /** The rule that dropped or blocked it. */
  rule?: string;
  /** The object to apply; only when `outcome` is `apply`. */
  object?: KubeObject;
  changes: Change[];
  findings: Finding[];
}
