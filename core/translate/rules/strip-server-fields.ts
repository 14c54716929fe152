import { path } from '../../../kube/fields.ts';
import { removeEntries, removeFields } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed } from '../verdicts.ts';

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
    'Identity, versions, managed fields and status were set by the source API server; the target sets its own.',
  appliesTo: ['*'],
  apply(object) {
    // A manifest without a name asks the server for one; an object of a server has both.
    const isNameless = !object.metadata.name;
    const goes = (name: string) => SERVER_FIELDS.has(name) && !(isNameless && name === 'generateName');
    const unmarked = removeEntries(object, ['metadata'], goes);
    return changed(object, removeFields(unmarked, [['status'], ...(NESTED[kindKey(object)] ?? []).map(path)]));
  },
};
