import type { Change } from '../../../kube/finding.ts';
import type { Json } from '../../../kube/kube-object.ts';

/** Characters of a value that are told: enough to recognize it; a whole schema or file helps nobody. */
const LONGEST = 2_000;

/** A change whose values are no longer than a person reads. Passwords must be masked before: a cut could tear one apart. */
export function clipChange(change: Change): Change & { clipped?: true } {
  const before = clip(change.before);
  const after = clip(change.after);
  if (before === change.before && after === change.after) return change;
  return {
    ...change,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    clipped: true,
  };
}

function clip(value: Json | undefined): Json | undefined {
  if (value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.length <= LONGEST) return value;
  return `${text.slice(0, LONGEST).toWellFormed()} … (${text.length} characters)`;
}
