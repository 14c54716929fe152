import { fieldAt, type Path, path, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { sameJson } from '../../../kube/same-json.ts';
import { removeEntries, removeFields, setField } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import { statusMemories } from '../recipes/memories.ts';
import type { Rule } from '../rule.ts';
import { changed, info } from '../verdicts.ts';

/** Set by the API server on every object (apimachinery ObjectMeta). */
const SERVER_FIELDS = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generateName',
  'selfLink',
  'managedFields',
]);

/** The same inside objects that hold others. */
const NESTED: Record<string, string[]> = {
  'apps/StatefulSet': ['spec.volumeClaimTemplates.*.status', 'spec.volumeClaimTemplates.*.metadata.creationTimestamp'],
};

export const stripServerFields: Rule = {
  name: 'strip-server-fields',
  description:
    'Identity, versions, managed fields and status were set by the source API server; the target sets its own. What an operator has to find in a status is kept.',
  appliesTo: ['*'],
  apply(object) {
    // A manifest without a name asks the server for one; an object of a server has both.
    const isNameless = !object.metadata.name;
    const goes = (name: string) => SERVER_FIELDS.has(name) && !(isNameless && name === 'generateName');
    const unmarked = removeEntries(object, ['metadata'], goes);
    const kind = kindKey(object);
    const bare = removeFields(unmarked, [['status'], ...(NESTED[kind] ?? []).map(path)]);
    const kept = statusMemories(kind).filter(({ at }) => fieldAt(unmarked, at) !== undefined);
    const after = kept.reduce((current, { at }) => keptField(current, unmarked, at), bare);
    return changed(object, after, kept.map(told));
  },
};

const told = ({ at, while: away }: ReturnType<typeof statusMemories>[number]) =>
  info(
    pointer(at),
    `The operator goes by what is in the status: a run writes it there while ${pointer(away.at)} keeps the operator away. Whoever applies the manifest by hand does the same (kubectl edit --subresource status).`,
  );

/** What the operator in the target has to find there; the very same object where nothing else was in its status. */
function keptField(bare: KubeObject, before: KubeObject, at: Path): KubeObject {
  const value = fieldAt(before, at);
  if (value === undefined) return bare;
  const kept = setField(bare, at, value);
  return sameJson(kept, before) ? before : kept;
}
