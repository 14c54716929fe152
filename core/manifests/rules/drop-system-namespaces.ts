import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { SYSTEM_NAMESPACES } from '../tables/system.ts';
import { drop, KEEP } from '../verdicts.ts';

export const dropSystemNamespaces: Rule = {
  name: 'drop-system-namespaces',
  description: 'Namespaces that each cluster fills for itself stay behind, with all that is in them.',
  appliesTo: ['*'],
  apply(object) {
    const { name, namespace } = object.metadata;
    const home = kindKey(object) === '/Namespace' ? name : namespace;
    return home && SYSTEM_NAMESPACES.includes(home) ? drop(`namespace ${home} belongs to the cluster itself`) : KEEP;
  },
};
