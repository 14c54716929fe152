import type { ObjectView } from '../../core/serve/api/object-schemas.ts';
import { table } from '../table.ts';
import { type FoundObjects, nameOf } from './objects.ts';
import { printChange } from './print-change.ts';

/** How much of what becomes of objects is told. */
export interface Depth {
  /** Also what almost every object loses, each object that is left behind, and each that stays as it is. */
  details?: boolean | undefined;
}

/** What a plan or a run does to its objects: counts first, then each object that is changed, by namespace and kind. */
export function printChanges(found: FoundObjects, depth: Depth = {}): string {
  const { objects, more } = found;
  const applied = objects.filter(({ outcome }) => outcome === 'apply');
  const changed = applied.filter((each) => depth.details || isChanged(each));
  const blocked = objects.filter(({ outcome }) => outcome === 'block');
  const sections = [
    counts(found),
    ...byNamespace(changed, depth),
    asBefore(applied.filter((each) => !changed.includes(each))),
    ...reasons('Blocked', blocked, true),
    ...reasons(
      'Left behind',
      objects.filter(({ outcome }) => outcome === 'drop'),
      depth.details === true,
    ),
    more
      ? `Only the first ${objects.length} objects are shown: choose with --only-namespace, --kind, --rule or --only-object.`
      : '',
  ];
  return `\n${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** A change of the namespace alone stands in the heading of the object. */
const isMoved = ({ path, rule }: ObjectView['changes'][number]) =>
  rule === 'map-namespaces' && (path === '/metadata/namespace' || path === '/metadata/name');

const isTold = (change: ObjectView['changes'][number]) => !change.routine && !isMoved(change);
const isChanged = ({ changes }: ObjectView) => changes.some(isTold);

function counts({ of, facets, objects }: FoundObjects): string {
  const { apply = 0, drop = 0, block = 0 } = facets.outcome ?? {};
  const done = of === 'plan' ? 'to apply' : 'applied';
  const total = [`${apply} ${done}`, ...(block > 0 ? [`${block} blocked`] : []), `${drop} left behind`].join(', ');
  const shown = objects.length === facets.objects ? '' : ` (${objects.length} of ${facets.objects} chosen)`;
  const rules = Object.entries(countRules(objects)).toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const rows = rules.map(([rule, count]) => [rule, String(count)]);
  return `Objects: ${total}${shown}${rows.length > 0 ? `\n\n${table(['changed by', 'objects'], rows)}` : ''}`;
}

function countRules(objects: readonly ObjectView[]): Record<string, number> {
  const all = objects.flatMap(({ changes }) => [
    ...new Set(changes.filter(({ routine }) => !routine).map(({ rule }) => rule)),
  ]);
  return Object.fromEntries([...Map.groupBy(all, (rule) => rule)].map(([rule, each]) => [rule, each.length]));
}

function byNamespace(objects: readonly ObjectView[], depth: Depth): string[] {
  const places = Map.groupBy(objects, ({ ref }) => ref.namespace ?? '');
  return [...places].map(([place, of]) => {
    const heading = place === '' ? 'Of cluster scope' : `In ${place}${renamed(of[0])}`;
    const sorted = of.toSorted((a, b) => compare(a.ref.kind, b.ref.kind) || compare(a.ref.name, b.ref.name));
    return [heading, ...sorted.map((each) => objectLines(each, depth))].join('\n');
  });
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const renamed = (object: ObjectView | undefined) =>
  object?.target?.namespace && object.target.namespace !== object.ref.namespace
    ? ` (${object.target.namespace} in the target)`
    : '';

/** `~ Deployment web`, and below it what each rule changes. */
function objectLines({ ref, target, changes, result, why }: ObjectView, { details }: Depth): string {
  const shown = changes.filter((change) => details || isTold(change));
  const name = target && target.name !== ref.name ? `${ref.name} (${target.name} in the target)` : ref.name;
  const end = result ? `: ${result}${why ? `, ${why}` : ''}` : '';
  const rules = [...Map.groupBy(shown, ({ rule }) => rule)].map(([rule, each]) =>
    [`      ${rule}`, ...each.map((change) => printChange(change, 8))].join('\n'),
  );
  return [`  ${shown.length > 0 ? '~' : '='} ${ref.kind} ${name}${end}`, ...rules].join('\n');
}

/** `29 as at the source: 12 ConfigMap, 10 Secret, 7 Service`. */
function asBefore(objects: readonly ObjectView[]): string {
  if (objects.length === 0) return '';
  const kinds = [...Map.groupBy(objects, ({ ref }) => ref.kind)].toSorted(([, a], [, b]) => b.length - a.length);
  return `${objects.length} as at the source: ${kinds.map(([kind, all]) => `${all.length} ${kind}`).join(', ')}`;
}

const MOST_NAMES = 3;

/** By the reason, which many objects share. */
function reasons(title: string, objects: readonly ObjectView[], all: boolean): string[] {
  if (objects.length === 0) return [];
  const groups = [...Map.groupBy(objects, ({ reason = 'without a reason' }) => reason)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  const lines = groups.map(([reason, of]) => `  ${of.length}: ${reason} (${names(of, all)})`);
  return [[`${title}: ${objects.length}`, ...lines].join('\n')];
}

function names(objects: readonly ObjectView[], all: boolean): string {
  const shown = objects.slice(0, all ? objects.length : MOST_NAMES).map(({ ref }) => `${ref.kind} ${nameOf(ref)}`);
  return `${shown.join(', ')}${shown.length < objects.length ? ` and ${objects.length - shown.length} more` : ''}`;
}
