import type { Change, Finding } from '../../../kube/finding.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import type { AppliedObject } from '../../base/run/applied.ts';
import { isRoutine } from '../../translate/tables/routine-rules.ts';
import type { Outcome, Translation } from '../../translate/translation.ts';
import { clipChange } from './clip-change.ts';

/** One changed field as a person reads it. */
export interface ToldChange extends Change {
  /** A trace of the source's API server that almost every object loses. */
  routine?: true;
  /** `before` or `after` is the beginning of a longer value, as text. */
  clipped?: true;
  /** Of a difference: which side has changed since the clone was made, and who manages the field in the target. */
  by?: 'source' | 'target';
  managers?: string[];
}

/** A finding without the object, which it stands beside. */
export type ToldFinding = Omit<Finding, 'object'>;

/** What is told of one object of a plan or of a run, each field that changes with its rule. Holds no Secret's value. */
export interface ObjectRecord {
  /** The source object. */
  ref: ObjectRef;
  /** What it is called in the target, where that is another name, namespace or version. */
  target?: ObjectRef;
  outcome: Outcome;
  /** Why it is left out or blocked, and by which rule. */
  reason?: string;
  rule?: string;
  /** How it differs from the clone that a plan is compared with. */
  drift?: 'changed' | 'not-in-target' | 'gone-from-target' | 'gone-from-source';
  changes: ToldChange[];
  findings: ToldFinding[];
  /** What came of it in the target, once it was applied; `why` when it was skipped or failed. */
  result?: NonNullable<AppliedObject['result']>;
  why?: string;
}

/** `object`: as it is to be applied. */
type Told = Omit<Translation, 'object' | 'findings'> & { object?: KubeObject | undefined };

/** The record of a translation whose changes may be told; findings are added when all are known. */
export function recordOf({ ref, outcome, reason, rule, changes, object }: Told): ObjectRecord {
  const target = object && refOf(object);
  return {
    ref,
    ...(target && refText(target) !== refText(ref) ? { target } : {}),
    outcome,
    ...(reason ? { reason } : {}),
    ...(rule && outcome !== 'apply' ? { rule } : {}),
    changes: changes.map(toldChange),
    findings: [],
  };
}

const toldChange = (change: Change): ToldChange => ({
  ...clipChange(change),
  ...(isRoutine(change.rule) ? { routine: true as const } : {}),
});

/** Every rule that has changed an object, left it out, blocked it, or noticed something about it; each once. */
export const rulesOf = ({ rule, changes, findings }: Pick<ObjectRecord, 'rule' | 'changes' | 'findings'>): string[] => [
  ...new Set([...changes, ...findings].map((each) => each.rule).concat(rule ?? [])),
];
