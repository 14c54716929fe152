import { fieldAt, path } from '../../../kube/fields.ts';
import { removeFields } from '../edit.ts';
import type { Rule } from '../rule.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

export const resumePausedDeployments: Rule = {
  name: 'resume-paused-deployments',
  description:
    'A paused Deployment makes no pods where it has none yet, so its rollout goes on in the target; one that is scaled to zero stays paused.',
  appliesTo: ['apps/Deployment'],
  apply(object) {
    if (fieldAt(object, 'spec.paused') !== true || fieldAt(object, 'spec.replicas') === 0) return KEEP;
    const sentence =
      'The Deployment is paused at the source, and paused it would make no pods in the target; there it is resumed, with the template that it has now. If the pods of the source are of an earlier template, look whether they should have been rolled out.';
    return changed(object, removeFields(object, [path('spec.paused')]), [
      warning('/spec/paused', sentence, { current: true }),
    ]);
  },
};
