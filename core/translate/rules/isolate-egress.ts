import { fieldAt, listAt, path, pointer } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { TranslationContext } from '../context.ts';
import { setField } from '../edit.ts';
import { ISOLATION } from '../isolation.ts';
import { mappedNamespace } from '../names.ts';
import { kindKey, POD_KINDS, podTemplatesOf } from '../pod-templates.ts';
import type { Rule, Verdict } from '../rule.ts';
import { block, changed, info, KEEP, reaching } from '../verdicts.ts';

const POLICY = 'networking.k8s.io/NetworkPolicy';

/** Policies of network plugins, whose allow rules add up with those of Kubernetes, or go before them. */
const OTHER_POLICIES = [
  'cilium.io/CiliumNetworkPolicy',
  'crd.projectcalico.org/NetworkPolicy',
  'projectcalico.org/NetworkPolicy',
];

export const isolateEgress: Rule = {
  name: 'isolate-egress',
  description:
    'Where the request says isolate, a network policy of each namespace lets out nothing but DNS and calls within the clone, no other policy opens more, and what it cannot hold is named.',
  appliesTo: [POLICY, ...OTHER_POLICIES, ...POD_KINDS],
  apply(object, context) {
    if (!context.isolate) return KEEP;
    const key = kindKey(object);
    if (key === POLICY && object.metadata.name === ISOLATION) return enforced(object, context);
    if (key === POLICY) return closed(object);
    return OTHER_POLICIES.includes(key) ? namePolicy(object) : namePods(object);
  },
};

/** Says which component of the target makes the policy effective; blocks where it is there and switched off. */
function enforced(object: KubeObject, context: TranslationContext): Verdict {
  const { cluster, networkPolicy } = context.target;
  const namespace = mappedNamespace(object.metadata.namespace ?? '', context);
  const held = `Namespace ${namespace} lets nothing out but DNS and calls to the namespaces of the clone`;
  if (networkPolicy?.on) {
    const sentence = `${held}: ${networkPolicy.by} enforces it in ${cluster}. It holds every pod of the namespace, others' too, and none of them reaches the API server of the cluster.`;
    return { do: 'keep', findings: [info('', sentence)] };
  }
  if (networkPolicy) {
    return block(
      `isolate asks for a network policy in namespace ${namespace}, and ${networkPolicy.by} of ${cluster} has network policies switched off, so that nothing would hold the clone. ${SWITCH_ON[networkPolicy.by] ?? 'Switch them on'}, or leave isolate out.`,
    );
  }
  const sentence = `${held} only if a network plugin of ${cluster} enforces network policies, and none is known to: the Amazon VPC CNI (with enableNetworkPolicy), EKS Auto Mode (with its network policy controller), Calico and Cilium do. Look before you rely on it.`;
  return { do: 'keep', findings: [reaching('', sentence)] };
}

/** https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html, auto-net-pol.html */
const SWITCH_ON: Partial<Record<string, string>> = {
  'Amazon VPC CNI': `Switch them on (aws eks update-addon --addon-name vpc-cni --configuration-values '{"enableNetworkPolicy":"true"}')`,
  'EKS Auto Mode':
    'Switch them on (ConfigMap kube-system/amazon-vpc-cni with enable-network-policy-controller: "true")',
};

/** Policies add up: each that lets something out would open the isolation, which allows already what stays within. */
function closed(object: KubeObject): Verdict {
  if (listAt(object, 'spec.egress').length === 0) return KEEP;
  const sentence = `NetworkPolicy ${object.metadata.name} lets something out, and policies add up: its egress rules are removed, and isolate says what gets out.`;
  return changed(object, setField(object, path('spec.egress'), []), [info('/spec/egress', sentence)]);
}

function namePolicy(object: KubeObject): Verdict {
  const sentence = `${object.kind} ${object.metadata.name} is a policy of a network plugin, which may let out what isolate holds; compare its egress rules.`;
  return { do: 'keep', findings: [reaching('/spec', sentence)] };
}

/** Network policies do not hold pods in the network of their node (https://kubernetes.io/docs/concepts/services-networking/network-policies/). */
function namePods(object: KubeObject): Verdict {
  const open = podTemplatesOf(object).filter(({ template }) => fieldAt(template, 'spec.hostNetwork') === true);
  const sentence = `Pods of ${object.kind} ${object.metadata.name} use the network of their node, which no network policy holds; isolate does not reach them.`;
  const findings = open.map(({ at }) => reaching(pointer([...at, 'spec', 'hostNetwork']), sentence));
  return findings.length > 0 ? { do: 'keep', findings } : KEEP;
}
