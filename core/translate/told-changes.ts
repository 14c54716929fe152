import { fieldAt, isRecord } from '../../kube/fields.ts';
import type { Change } from '../../kube/finding.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { isSecretName } from '../base/outside/secret-name.ts';
import { hidden, isSecretFlag, withoutPasswords } from './privacy.ts';
import { replayChanges, segmentsOf } from './replay.ts';

/**
 * The changes of one object as a person may read them: without passwords, also where only what stands beside the changed
 * field tells that it is one, as the name of a variable or the flag before an argument does. `source` is the object that
 * they were recorded on.
 */
export function toldChanges(source: KubeObject, changes: readonly Change[]): Change[] {
  return withoutPasswords(changes).map((told, at) => {
    if (!mayNeedNeighbour(told) || !isBesideSecretName(source, changes, at)) return told;
    return {
      ...told,
      ...(told.before === undefined ? {} : { before: hidden(told.before) }),
      ...(told.after === undefined ? {} : { after: hidden(told.after) }),
    } as Change;
  });
}

const mayNeedNeighbour = ({ path }: Change) => /\/(?:value|\d+)$/.test(path);

/** Looked up in the object as it was when the change was made: earlier ones may have moved items of lists. */
function isBesideSecretName(source: KubeObject, changes: readonly Change[], at: number): boolean {
  const segments = segmentsOf(changes[at]!.path);
  const parent = fieldAt(replayChanges(source, changes.slice(0, at)), segments.slice(0, -1));
  if (Array.isArray(parent)) return isSecretFlag(parent[Number(segments.at(-1)) - 1]);
  return isRecord(parent) && typeof parent.name === 'string' && isSecretName(parent.name);
}
