import { removeFields } from '../edit.ts';
import { path } from '../fields.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed } from '../verdicts.ts';

/** Set by the API server on every object (apimachinery ObjectMeta), and the status, which controllers report anew. */
const SERVER_FIELDS = [
  path('metadata.uid'),
  path('metadata.resourceVersion'),
  path('metadata.generation'),
  path('metadata.creationTimestamp'),
  path('metadata.deletionTimestamp'),
  path('metadata.deletionGracePeriodSeconds'),
  path('metadata.generateName'),
  path('metadata.selfLink'),
  path('metadata.managedFields'),
  path('status'),
];

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
    return changed(object, removeFields(object, [...SERVER_FIELDS, ...(NESTED[kindKey(object)] ?? []).map(path)]));
  },
};
