import { path, pointer } from '../../../kube/fields.ts';
import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import { valuesAt } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, RuleFinding, Verdict } from '../rule.ts';
import { GLOBAL_POLICIES, POLICY_ENGINES } from '../tables/policy-engines.ts';
import { drop, KEEP, warning } from '../verdicts.ts';

const CALICO_STORE = 'crd.projectcalico.org';
const CALICO_API = 'projectcalico.org';

export const carryNetworkPolicies: Rule = {
  name: 'carry-network-policies',
  description:
    'Network policies of Calico, Cilium and EKS are copied, each once, and are named where nothing is known to enforce them in the target; those of cluster scope are not copied and are named.',
  appliesTo: Object.keys(POLICY_ENGINES),
  apply(object, { source, target }) {
    const { apiVersion, kind } = object;
    const served = (group: string, facts: typeof target) =>
      facts.served.some((each) => groupOf(each.apiVersion) === group && each.kind === kind);
    const group = groupOf(apiVersion);
    if (group === CALICO_STORE && served(CALICO_API, source))
      return drop(`it is how Calico stores the ${kind} of ${CALICO_API}, which says the same`);
    if (GLOBAL_POLICIES.includes(kindKey(object))) return leftBehind(object);
    const sets = namesGlobalSets(object);
    if (served(group, target)) return sets.length > 0 ? { do: 'keep', findings: sets } : KEEP;
    const sentence = `${kind} is kept to by ${POLICY_ENGINES[kindKey(object)]}, which the target is not known to run: until it does, what it closes at the source is open in the target.`;
    return { do: 'keep', findings: [warning('', sentence), ...sets] };
  },
};

/** https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#entityrule: `global()` means sets of cluster scope. */
const ENDS = ['ingress', 'egress'].flatMap((rules) =>
  ['source', 'destination'].map((end) => path(`spec.${rules}.*.${end}.namespaceSelector`)),
);

function namesGlobalSets(object: KubeObject): RuleFinding[] {
  const places = ENDS.flatMap((where) => valuesAt(object, where)).filter(({ value }) =>
    String(value).includes('global()'),
  );
  const sentence =
    'The rule means sets of cluster scope (GlobalNetworkSet), which are not copied: make them in the target, or it means nobody.';
  return places.map(({ at }) => warning(pointer(at), sentence));
}

/** In the target it would hold pods of others, and those that keep the cluster going. */
function leftBehind({ kind, metadata: { name } }: KubeObject): Verdict {
  const sentence = `${kind} ${name} may hold pods of the clone at the source. It is of cluster scope, and would hold those of others in the target as well, so that it is not copied: what it closes at the source is open in the target. Write its rules as policies of the clone's namespaces, or make it in the target by hand.`;
  return drop('it would hold pods of the whole target', [warning('', sentence)]);
}
