import { fieldAt, isRecord } from '../../kube/fields.ts';
import type { Change } from '../../kube/finding.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { maskKnown } from '../base/outside/mask-known.ts';
import { isSecretName } from '../base/outside/secret-name.ts';
import { RULE_NAMES } from '../base/request/rule-names.data.ts';
import { hidden, hiddenTexts, isSecretFlag, withoutPasswords } from './privacy.ts';
import { replayChanges, segmentsOf } from './replay.ts';

/**
 * The changes of one object as a person may read them: without passwords, also where only what stands beside the changed
 * field tells that it is one, as the name of a variable or the flag before an argument does. `source` is the object that
 * they were recorded on.
 */
export function toldChanges(source: KubeObject, changes: readonly Change[]): Change[] {
  const known = changes.some(({ rule }) => !BUILT_IN.has(rule)) ? hiddenTexts(source) : [];
  return withoutKnown(withoutPasswords(changes), known).map((told, at) => {
    if (!mayNeedNeighbour(told) || !isBesideSecretName(source, changes, at)) return told;
    return {
      ...told,
      ...(told.before === undefined ? {} : { before: hidden(told.before) }),
      ...(told.after === undefined ? {} : { after: hidden(told.after) }),
    } as Change;
  });
}

const BUILT_IN: ReadonlySet<string> = new Set(RULE_NAMES);

/** A rule of one's own may have put a password where its name is not beside it. */
function withoutKnown(changes: readonly Change[], known: readonly string[]): readonly Change[] {
  if (known.length === 0) return changes;
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return maskKnown(value, known);
    if (Array.isArray(value)) return value.map(masked);
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each)]))
      : value;
  };
  return changes.map(
    (change) =>
      ({
        ...change,
        ...(change.before === undefined ? {} : { before: masked(change.before) }),
        ...(change.after === undefined ? {} : { after: masked(change.after) }),
      }) as Change,
  );
}

const mayNeedNeighbour = ({ path }: Change) => /\/(?:value|\d+)$/.test(path);

/** Looked up in the object as it was when the change was made: earlier ones may have moved items of lists. */
function isBesideSecretName(source: KubeObject, changes: readonly Change[], at: number): boolean {
  const segments = segmentsOf(changes[at]!.path);
  const parent = fieldAt(replayChanges(source, changes.slice(0, at)), segments.slice(0, -1));
  if (Array.isArray(parent)) return isSecretFlag(parent[Number(segments.at(-1)) - 1]);
  return isRecord(parent) && typeof parent.name === 'string' && isSecretName(parent.name);
}
