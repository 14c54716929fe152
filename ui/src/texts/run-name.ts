import type { ListedRun } from '../api/types.ts';
import { en } from './en.ts';

/** What a person tells runs apart by: `shop` or `plan of shop, billing`. */
export function nameOf({ namespaces = [], mode, id }: Pick<ListedRun, 'namespaces' | 'mode' | 'id'>): string {
  const [first, ...others] = namespaces;
  if (!first) return id;
  const what =
    first === '*'
      ? en.run.everything
      : others.length > 2
        ? en.run.andOthers(first, others.length)
        : namespaces.join(', ');
  return mode === 'plan' ? en.run.planOf(what) : what;
}
