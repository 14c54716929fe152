import type { Json, ObjectRef } from './kube-object.ts';

/** `blocker` stops a clone in the plan; `warning` needs a look; `info` tells what was noticed. */
export type Severity = 'blocker' | 'warning' | 'info';

/** Something that a person should know about one object. */
export interface Finding {
  severity: Severity;
  object: ObjectRef;
  /** JSON pointer into the object, '' for the whole. */
  path: string;
  current?: Json;
  proposed?: Json;
  /** The rule or check that noticed it. */
  rule: string;
  /** One sentence with the reason, and the way out when there is one. Never holds a Secret's value. */
  sentence: string;
  /** Through this the clone could still act outside of its cluster. */
  reachesOut?: true;
}

/** Makes findings of one rule or check, each about a whole object. */
export const findingsBy =
  (rule: string) =>
  (object: ObjectRef, severity: Severity, sentence: string): Finding => ({
    severity,
    object,
    path: '',
    rule,
    sentence,
  });

/**
 * One changed field, traced to the rule that changed it. `path` is a JSON pointer (RFC 6901).
 * `before` is `***` where it could tell a Secret's value, and left out for status, managedFields and last-applied.
 */
export interface Change {
  rule: string;
  op: 'add' | 'remove' | 'replace';
  path: string;
  before?: Json;
  after?: Json;
}
