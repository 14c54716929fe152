import { fieldAt } from '../../../kube/fields.ts';
import { podsOf } from '../../../kube/readiness.ts';
import { whyOperatorWaits } from '../recipes/readiness.ts';
import { OPERATED } from '../recipes/recipes.ts';
import type { Rule } from '../rule.ts';
import { warning } from '../verdicts.ts';

export const reportUnreadyWorkloads: Rule = {
  name: 'report-unready-workloads',
  description: 'Workloads that are not ready at the source are named: the clone waits for no more pods than ran there.',
  appliesTo: [
    'apps/Deployment',
    'apps/StatefulSet',
    'apps/DaemonSet',
    ...OPERATED.filter(({ ready }) => ready).map(({ kind }) => kind),
  ],
  apply(object) {
    const waits = whyOperatorWaits(object);
    if (waits) {
      const told = `At the source ${waits}; nobody waits for it in the clone. Look there first when it does not come up.`;
      return { do: 'keep', findings: [warning('/status', told, { current: 0 })] };
    }
    const pods = fieldAt(object, 'status.observedGeneration') === undefined ? undefined : podsOf(object);
    if (!pods || pods.ready >= pods.wanted) return { do: 'keep' };
    const sentence = `At the source ${pods.ready} of ${pods.wanted} pods are ready; the clone is held to no more than that. Look there first when it does not come up.`;
    return { do: 'keep', findings: [warning('/status', sentence, { current: pods.ready })] };
  },
};
