import { fieldAt, pointer } from '../../../kube/fields.ts';
import { podsOf } from '../../../kube/readiness.ts';
import { stoppedBy, whyOperatorWaits } from '../recipes/readiness.ts';
import { OPERATED } from '../recipes/recipes.ts';
import type { Rule } from '../rule.ts';
import { warning } from '../verdicts.ts';

export const reportUnreadyWorkloads: Rule = {
  name: 'report-unready-workloads',
  description:
    'Workloads that are not ready at the source, and databases that are stopped there, are named: the clone waits for no more pods than ran there.',
  appliesTo: [
    'apps/Deployment',
    'apps/StatefulSet',
    'apps/DaemonSet',
    ...OPERATED.filter(({ ready, inactive }) => ready ?? inactive).map(({ kind }) => kind),
  ],
  apply(object, { start }) {
    const stopped = start === 'scaled-down' ? undefined : stoppedBy(object);
    if (stopped) {
      const at = pointer(stopped.at);
      const told = `It is stopped at the source (${at}: ${JSON.stringify(stopped.to)}), and so it is in the clone: take that back there when it is to run.`;
      return { do: 'keep', findings: [warning(at, told, { current: 0 })] };
    }
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
