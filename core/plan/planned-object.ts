import type { ObjectRef } from '../../kube/kube-object.ts';
import type { Outcome } from '../translate/translation.ts';

/** What the plan says of one object. */
export interface PlannedObject {
  ref: ObjectRef;
  outcome: Outcome;
  reason?: string;
  /** The rule that leaves it out; no part of the hash. */
  rule?: string;
  /** Names of the rules that change it. */
  rules: string[];
}
