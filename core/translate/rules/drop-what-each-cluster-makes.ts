import { groupOf } from '../../../kube/kube-object.ts';
import type { Rule } from '../rule.ts';
import { neverExported } from '../tables/never-exported.ts';
import { drop, KEEP } from '../verdicts.ts';

export const dropWhatEachClusterMakes: Rule = {
  name: 'drop-what-each-cluster-makes',
  description: 'Events, leases, nodes and the like are created by the target cluster itself.',
  appliesTo: ['*'],
  apply(object) {
    const reason = neverExported(groupOf(object.apiVersion), object.kind);
    return reason ? drop(`${object.kind} is not carried over: ${reason}`) : KEEP;
  },
};
