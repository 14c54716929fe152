import type { Finding } from '../../kube/finding.ts';
import { type ObjectRef, refText } from '../../kube/kube-object.ts';
import type { Request } from '../base/request/request.ts';
import { ISOLATION } from '../translate/isolation.ts';
import type { PlannedObject } from './planned-object.ts';
import type { PlannedRefresh } from './refresh/plan-refresh.ts';

type Selection = Request['selection'];

/**
 * Tells where a selection copies nothing but namespaces. Where the request asks for something in them (labels, kinds,
 * objects) that is a mistake, and a blocker. A namespace may well be empty, so that is a warning; but not where a refresh
 * would remove what a former clone made there. `namespaces` are those of the source.
 */
export function findEmpty(
  selection: Selection,
  namespaces: string[],
  objects: readonly PlannedObject[],
  refresh?: PlannedRefresh,
): Finding[] {
  const inside = objects.filter(({ ref }) => ref.namespace !== undefined && ref.name !== ISOLATION);
  const filled = new Set(inside.filter(({ outcome }) => outcome !== 'drop').map(({ ref }) => ref.namespace));
  const conditions = conditionsOf(selection);
  if (filled.size > 0) {
    // Of a whole cluster, some namespace is always empty.
    const empty = selection.namespaces.filter((name) => !filled.has(name));
    return empty.map((name) => emptyNamespace(name, selection, conditions));
  }
  if (conditions) return [nothingMatches(conditions, namespaces, inside)];
  const lost = refresh?.leftOver.filter(({ becomes }) => becomes === 'removed').length ?? 0;
  if (refresh && lost > 0) return [nothingLeft(namespaces, lost, refresh.replaces)];
  return namespaces.map((name) => emptyNamespace(name, selection, conditions));
}

/** What the request asks for within its namespaces, in words; '' when it is everything. */
function conditionsOf({ labelSelector, includeKinds = [], objects = [] }: Selection): string {
  return [
    ...(labelSelector ? [`selection.labelSelector "${labelSelector}"`] : []),
    ...(includeKinds.length > 0 ? [`selection.includeKinds (${includeKinds.join(', ')})`] : []),
    ...(objects.length > 0 ? ['selection.objects'] : []),
  ].join(' with ');
}

function nothingMatches(conditions: string, namespaces: string[], inside: readonly PlannedObject[]): Finding {
  const [left] = inside;
  const why = left
    ? `all that ${conditions} matches in ${list(namespaces)} is not copied, such as ${refText(left.ref)}${left.reason ? ` (${left.reason})` : ''}. Select what owns it, by the labels that it has itself`
    : `${conditions} matches nothing in ${list(namespaces)}. Correct it, or leave it out`;
  return about(REQUEST, 'blocker', `The selection copies nothing but namespaces: ${why}.`);
}

function nothingLeft(namespaces: string[], lost: number, clones: string[]): Finding {
  const removed = lost === 1 ? 'an object' : `${lost} objects`;
  return about(
    REQUEST,
    'blocker',
    `The selection copies nothing but namespaces: the source has nothing more in ${list(namespaces)}, so this refresh would only remove ${removed} of the former clone (${clones.join(', ')}). Roll that clone back if this is meant; look at the source if it is not.`,
  );
}

function emptyNamespace(name: string, { excludeKinds = [] }: Selection, conditions: string): Finding {
  const why = conditions ? `${conditions} matches nothing there that is copied` : 'it has nothing else at the source';
  const look = conditions || excludeKinds.length > 0 ? 'the selection' : 'the source';
  return about(
    { apiVersion: 'v1', kind: 'Namespace', name },
    'warning',
    `Of namespace "${name}" only the namespace itself is copied: ${why}. If it should not be empty, look at ${look}.`,
  );
}

const REQUEST: ObjectRef = { apiVersion: 'kubeferry', kind: 'Request', name: 'selection' };
const SHOWN = 5;

const list = (names: string[]) =>
  names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more` : names.join(', ');

const about = (object: ObjectRef, severity: Finding['severity'], sentence: string): Finding => ({
  severity,
  object,
  path: '',
  rule: 'find-empty',
  sentence,
});
