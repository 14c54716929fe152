import { type ObjectRef, refText } from '../../kube/kube-object.ts';
import { table } from '../table.ts';
import type { Plan } from './client.ts';

interface PlannedObject {
  ref: ObjectRef;
  outcome: string;
  reason?: string;
  rules: string[];
}

const ORDER = ['block', 'apply', 'drop'];

/** Every object of a plan: what becomes of it, and why it stays behind, or which rules change it. */
export function printObjects({ plan }: Plan): string {
  const objects = (plan?.objects ?? []) as unknown as PlannedObject[];
  if (objects.length === 0) return '';
  const rows = objects
    .toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome))
    .map(({ ref, outcome, reason, rules }) => [outcome, refText(ref), reason ?? rules.join(', ')]);
  return `\n${table(['becomes', 'object', 'why, or what changes it'], rows)}\n`;
}
