import { path } from '../../../kube/fields.ts';
import { removeFields } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { changed, drop, KEEP, warning } from '../verdicts.ts';

/** Whoever mounts them holds on to them, and so does their data. */
const HOLDS_DATA = ['/PersistentVolumeClaim', '/PersistentVolume', '/Namespace'];

const DELETION = [path('metadata.deletionTimestamp'), path('metadata.deletionGracePeriodSeconds')];

export const dropTerminatingObjects: Rule = {
  name: 'drop-terminating-objects',
  description:
    'What somebody deleted in the source, and only a finalizer keeps, is not copied; data that is still mounted is copied.',
  appliesTo: ['*'],
  apply(object) {
    if (!object.metadata.deletionTimestamp) return KEEP;
    const finding = warning('/metadata/deletionTimestamp', 'It is being deleted in the source.');
    if (!HOLDS_DATA.includes(kindKey(object))) return drop('it is being deleted in the source', [finding]);
    return changed(object, removeFields(object, DELETION), [finding]);
  },
};
