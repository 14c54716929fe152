import type { ObjectView } from '../../core/serve/api/object-schemas.ts';
import { nameOf } from './objects.ts';
import { printChange } from './print-change.ts';

const WORDS = {
  changed: ['~', ''],
  'not-in-target': ['+', ': new in the source, and not in the target yet'],
  'gone-from-target': ['!', ': deleted in the target'],
  'gone-from-source': ['-', ': deleted in the source, and still in the target'],
} as const;

/** What differs between a clone and its source, object by object: what the target has, and what the source would make of it. */
export function printDrift(of: string, objects: readonly ObjectView[], more = false): string {
  if (objects.length === 0) return `${of} is as its source is now.\n`;
  const count =
    objects.length === 1
      ? '1 object differs'
      : `${objects.length}${more ? ' objects and more differ' : ' objects differ'}`;
  return [
    `${of}: ${count} from the source as it is now.`,
    '',
    ...objects.map(objectLines),
    '',
    `Before the arrow is what the target has. A clone with --on-conflict refresh or update brings it to the source's state.`,
    '',
  ].join('\n');
}

function objectLines({ ref, target, drift = 'changed', changes, findings }: ObjectView): string {
  const [mark, words] = WORDS[drift];
  return [
    `  ${mark} ${ref.kind} ${nameOf(target ?? ref)}${words}`,
    ...changes.map((change) => `${printChange(change, 6)}${whoseChange(change)}`),
    ...findings.map(({ severity, sentence }) => `      ${severity}: ${sentence}`),
  ].join('\n');
}

/** ` (changed in the target by kubectl-edit)`. */
function whoseChange({ by, managers = [] }: ObjectView['changes'][number]): string {
  if (by === undefined) return '';
  return ` (changed in the ${by}${managers.length > 0 ? ` by ${managers.join(' and ')}` : ''})`;
}
