import { isSystemNamespace } from '../../../kube/system.ts';
import type { Rule } from '../rule.ts';
import { homeOf } from '../selection.ts';
import { block, KEEP } from '../verdicts.ts';

/**
 * Runs after the namespaces have their target names. Rights that `aws-auth` and the like in kube-system give reach the
 * whole cluster (https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html).
 */
export const refuseSystemTargets: Rule = {
  name: 'refuse-system-targets',
  description: 'Nothing is put into a namespace that each cluster fills for itself, whatever the mappings say.',
  appliesTo: ['*'],
  apply(object) {
    const home = homeOf(object);
    if (!home || !isSystemNamespace(home)) return KEEP;
    return block(
      `It would go into namespace ${home}, which each cluster fills for itself; map its namespace to another one.`,
      '/metadata/namespace',
    );
  },
};
