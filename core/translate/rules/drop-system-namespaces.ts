import { isSystemNamespace } from '../../../kube/system.ts';
import type { Rule } from '../rule.ts';
import { homeOf } from '../selection.ts';
import { drop, KEEP } from '../verdicts.ts';

export const dropSystemNamespaces: Rule = {
  name: 'drop-system-namespaces',
  description: 'Namespaces that each cluster fills for itself are not copied, with all that is in them.',
  appliesTo: ['*'],
  apply(object) {
    const home = homeOf(object);
    return home && isSystemNamespace(home) ? drop(`namespace ${home} belongs to the cluster itself`) : KEEP;
  },
};
