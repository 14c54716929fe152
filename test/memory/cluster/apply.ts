import { KubeferryError } from '../../../core/base/errors.ts';
import type { ApplyOptions, ApplyOutcome } from '../../../kube/cluster-api.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { dotted, leavesOf, setField } from './fields.ts';
import type { Entry, State } from './state.ts';

/** Server-side apply over whole lists: conflicts, taking over by force, and removal of what is applied no more. */
export function apply(
  state: State,
  object: KubeObject,
  options: ApplyOptions,
): { object: KubeObject; outcome: ApplyOutcome } {
  const entry = state.find(refOf(object));
  if (!entry)
    return { object: options.dryRun ? object : state.create(object, options.manager).object, outcome: 'created' };
  const wanted = leavesOf(object);
  if (!options.force) refuseConflicts(entry, object, wanted, options.manager);
  const next = structuredClone(entry.object);
  for (const path of givenUp(entry, wanted, options.manager)) setField(next, path, undefined);
  for (const [path, value] of wanted) setField(next, path, value);
  if (options.dryRun) return { object: next, outcome: 'updated' };
  takeOver(entry, wanted, options.manager);
  const changed = state.update(entry, next);
  return { object: entry.object, outcome: changed ? 'updated' : 'unchanged' };
}

function refuseConflicts(entry: Entry, object: KubeObject, wanted: Map<string, unknown>, manager: string): void {
  const current = leavesOf(entry.object);
  const conflicts = [...entry.owners].flatMap(([other, paths]) =>
    [...paths]
      .filter((path) => other !== manager && wanted.has(path))
      .filter((path) => differ(wanted.get(path), current.get(path)))
      .map((path) => `conflict with "${other}": ${dotted(path)}`),
  );
  if (conflicts.length === 0) return;
  const text = `Could not apply ${refText(refOf(object))}: Apply failed with ${conflicts.length} conflicts: ${conflicts.join(', ')}`;
  throw new KubeferryError('ApplyFailed', text);
}

/** Fields that the manager applied before and now leaves out, and that nobody else has. */
function givenUp({ owners }: Entry, wanted: Map<string, unknown>, manager: string): string[] {
  const others = [...owners].filter(([other]) => other !== manager);
  return [...(owners.get(manager) ?? [])].filter(
    (path) => !wanted.has(path) && !others.some(([, paths]) => paths.has(path)),
  );
}

function takeOver(entry: Entry, wanted: Map<string, unknown>, manager: string): void {
  loseToOthers(entry, wanted, manager);
  entry.owners.set(manager, new Set(wanted.keys()));
}

/** Any other write: whoever changes a field owns it from then on. */
export function own(entry: Entry, next: KubeObject, manager: string): void {
  const current = leavesOf(entry.object);
  const changed = [...leavesOf(next)].filter(([path, value]) => differ(value, current.get(path)));
  loseToOthers(entry, new Map(changed), manager);
  entry.owners.set(manager, new Set([...(entry.owners.get(manager) ?? []), ...changed.map(([path]) => path)]));
}

function loseToOthers(entry: Entry, wanted: Map<string, unknown>, manager: string): void {
  const current = leavesOf(entry.object);
  for (const [other, paths] of entry.owners) {
    if (other === manager) continue;
    for (const path of paths) if (wanted.has(path) && differ(wanted.get(path), current.get(path))) paths.delete(path);
  }
}

const differ = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
