import { path } from '../../../kube/fields.ts';
import { removeEntries, removeFields } from '../edit.ts';
import type { Rule } from '../rule.ts';
import { changed } from '../verdicts.ts';

/** Numbers and names that the source handed out, and labels that the API server sets from the name. */
const HANDED_OUT = [
  'openshift.io/sa.scc.',
  'openshift.io/requester',
  'cattle.io/status',
  'field.cattle.io/',
  'lifecycle.cattle.io/',
];
const SET_FROM_NAME = ['kubernetes.io/metadata.name'];

export const prepareNamespaces: Rule = {
  name: 'prepare-namespaces',
  description: 'A namespace is copied with its labels and annotations only; what the source handed out is not copied.',
  appliesTo: ['/Namespace'],
  apply(object) {
    const unlabelled = removeEntries(object, path('metadata.labels'), (name) => SET_FROM_NAME.includes(name));
    const bare = removeEntries(unlabelled, path('metadata.annotations'), (name) =>
      HANDED_OUT.some((prefix) => name.startsWith(prefix)),
    );
    return changed(object, removeFields(bare, [path('spec')]));
  },
};
