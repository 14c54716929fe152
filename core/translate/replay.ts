import { isRecord } from '../../kube/fields.ts';
import { KubeferryError } from '../base/errors.ts';
import type { Step } from './changes.ts';

/**
 * Applies recorded changes to the object that they were recorded on; everything untouched is shared with it.
 * The law of the pipeline: `replayChanges(source, translation.changes)` is `translation.object`, byte for byte.
 * Throws DataCorrupt when a change names a place that the object does not have.
 */
export function replayChanges<T>(source: T, changes: readonly Step[]): T {
  return changes.reduce<unknown>((node, change) => replay(node, segmentsOf(change.path), 0, change), source) as T;
}

/** What a JSON pointer (RFC 6901) names, from the root. */
export function segmentsOf(path: string): string[] {
  if (path === '') return [];
  return path
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function replay(node: unknown, segments: string[], depth: number, change: Step): unknown {
  const name = segments[depth];
  if (name === undefined) return change.op === 'remove' ? undefined : change.after;
  if (Array.isArray(node)) return replayInList(node, Number(name), segments, depth, change);
  if (!isRecord(node)) throw misplaced(change);
  const isLast = depth === segments.length - 1;
  if (!Object.hasOwn(node, name) && !(isLast && change.op === 'add')) throw misplaced(change);
  const after = replay(node[name], segments, depth + 1, change);
  if (after !== undefined) return { ...node, [name]: after };
  const { [name]: _, ...rest } = node;
  return rest;
}

function replayInList(node: unknown[], index: number, segments: string[], depth: number, change: Step): unknown[] {
  const isLast = depth === segments.length - 1;
  const room = isLast && change.op === 'add' ? node.length : node.length - 1;
  if (!Number.isInteger(index) || index < 0 || index > room) throw misplaced(change);
  if (isLast && change.op === 'add') return node.toSpliced(index, 0, change.after);
  if (isLast && change.op === 'remove') return node.toSpliced(index, 1);
  return node.with(index, replay(node[index], segments, depth + 1, change));
}

function misplaced(change: Step): KubeferryError {
  return new KubeferryError(
    'DataCorrupt',
    `the change "${change.op} ${change.path}" does not fit the object; replay it on the object that it was recorded on`,
  );
}
