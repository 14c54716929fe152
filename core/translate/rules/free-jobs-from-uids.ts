import { path } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { removeEntries, removeFields } from '../edit.ts';
import type { Rule } from '../rule.ts';
import { changed } from '../verdicts.ts';

/** Put on by the Job controller from the uid of the Job (batch/v1). */
const UID_LABELS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];
const NAME_LABELS = ['job-name', 'batch.kubernetes.io/job-name'];

const TEMPLATE_LABELS = path('spec.template.metadata.labels');

export const freeJobsFromUids: Rule = {
  name: 'free-jobs-from-uids',
  description: 'The selector that the Job controller made from the old uid is dropped; one that a user wrote is kept.',
  appliesTo: ['batch/Job'],
  apply(object) {
    const withoutAnnotations = withoutEntries(object, path('metadata.annotations'), UID_LABELS);
    const withoutLabels = withoutEntries(withoutAnnotations, path('metadata.labels'), UID_LABELS);
    if ((object.spec as { manualSelector?: boolean } | undefined)?.manualSelector) {
      const selected = withoutEntries(withoutLabels, path('spec.selector.matchLabels'), UID_LABELS);
      return changed(object, withoutEntries(selected, TEMPLATE_LABELS, UID_LABELS));
    }
    const unselected = removeFields(withoutLabels, [path('spec.selector')]);
    return changed(object, withoutEntries(unselected, TEMPLATE_LABELS, [...UID_LABELS, ...NAME_LABELS]));
  },
};

function withoutEntries(object: KubeObject, where: readonly string[], names: string[]): KubeObject {
  return removeEntries(object, where, (name) => names.includes(name));
}
