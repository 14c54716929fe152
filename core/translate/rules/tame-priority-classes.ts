import { removeFields } from '../edit.ts';
import type { Rule } from '../rule.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

export const tamePriorityClasses: Rule = {
  name: 'tame-priority-classes',
  description:
    'A priority class that is copied is no default in the target: that would change the priority of pods which are not of the clone.',
  appliesTo: ['scheduling.k8s.io/PriorityClass'],
  apply(object) {
    if (object.globalDefault !== true) return KEEP;
    const sentence = 'The class was the default of the source; pods without a class get the default of the target.';
    return changed(object, removeFields(object, [['globalDefault']]), [warning('/globalDefault', sentence)]);
  },
};
