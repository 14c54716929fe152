import { isRecord, type Path, pointer } from '../../kube/fields.ts';
import type { Json } from '../../kube/kube-object.ts';

/** One step of a JSON Patch (RFC 6902), with what was there. */
export interface Step {
  op: 'add' | 'remove' | 'replace';
  path: string;
  before?: Json;
  after?: Json;
}

/**
 * The JSON Patch between two versions of a document that share what did not change: only what differs is walked.
 * A list that lost items gives `remove` steps, not a shift of all that follow.
 */
export function deriveSteps(before: unknown, after: unknown, at: Path = []): Step[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return stepsOfList(before, after, at);
  if (isRecord(before) && isRecord(after)) return stepsOfMap(before, after, at);
  return [{ op: 'replace', path: pointer(at), before: before as Json, after: after as Json }];
}

function stepsOfMap(before: Record<string, unknown>, after: Record<string, unknown>, at: Path): Step[] {
  const steps: Step[] = [];
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key) || after[key] === undefined) {
      steps.push({ op: 'remove', path: pointer([...at, key]), before: before[key] as Json });
    } else {
      steps.push(...deriveSteps(before[key], after[key], [...at, key]));
    }
  }
  for (const key of Object.keys(after)) {
    if (Object.hasOwn(before, key) || after[key] === undefined) continue;
    steps.push({ op: 'add', path: pointer([...at, key]), after: after[key] as Json });
  }
  return steps;
}

function stepsOfList(before: unknown[], after: unknown[], at: Path): Step[] {
  const lost = after.length < before.length ? lostItems(before, after) : undefined;
  if (lost) return lost.reverse().map((index) => removal(before, index, at));
  const shared = Math.min(before.length, after.length);
  const steps: Step[] = [];
  for (let index = 0; index < shared; index++) {
    steps.push(...deriveSteps(before[index], after[index], [...at, String(index)]));
  }
  for (let index = before.length - 1; index >= shared; index--) steps.push(removal(before, index, at));
  for (let index = shared; index < after.length; index++) {
    steps.push({ op: 'add', path: pointer([...at, String(index)]), after: after[index] as Json });
  }
  return steps;
}

const removal = (items: unknown[], index: number, at: Path): Step => ({
  op: 'remove',
  path: pointer([...at, String(index)]),
  before: items[index] as Json,
});

/** Indexes of the items to remove so that `after` is left; undefined when more than removal happened. */
function lostItems(before: unknown[], after: unknown[]): number[] | undefined {
  const lost: number[] = [];
  let kept = 0;
  before.forEach((item, index) => {
    if (kept < after.length && item === after[kept]) kept++;
    else lost.push(index);
  });
  return kept === after.length ? lost : undefined;
}
