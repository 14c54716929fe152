import { annotationOf, listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { drop, KEEP } from '../verdicts.ts';

export const dropFinishedWork: Rule = {
  name: 'drop-finished-work',
  description:
    'Pods and Jobs that have ended would run again, and static pods belong to their node: they are not copied.',
  appliesTo: ['/Pod', 'batch/Job'],
  apply(object) {
    if (kindKey(object) === 'batch/Job') {
      const end = endOfJob(object);
      return end ? drop(`the Job is finished (${end}); it would run again`) : KEEP;
    }
    if (annotationOf(object, 'kubernetes.io/config.mirror')) return drop('it mirrors a static pod of a source node');
    const phase = textAt(object, 'status.phase');
    return phase === 'Succeeded' || phase === 'Failed' ? drop(`the Pod has ended (${phase})`) : KEEP;
  },
};

/** A failed Job has no completionTime, only its condition (batch/v1 JobStatus). */
function endOfJob(job: KubeObject): string | undefined {
  const ended = listAt(job, 'status.conditions').find(
    (condition) =>
      ['Complete', 'Failed'].includes(textAt(condition, 'type') ?? '') && textAt(condition, 'status') === 'True',
  );
  return textAt(ended, 'type') ?? (textAt(job, 'status.completionTime') ? 'Complete' : undefined);
}
