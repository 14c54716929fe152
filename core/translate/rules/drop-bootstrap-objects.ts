import { annotationOf } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { SYSTEM_PREFIXES, SYSTEM_PRIORITY_PREFIX } from '../../../kube/system.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule, Verdict } from '../rule.ts';
import { drop, info, KEEP } from '../verdicts.ts';

/** Marks of what an API server or EKS makes when it starts; each with the sentence for the report. */
const MARKS: readonly { is: (object: KubeObject) => boolean; reason: string }[] = [
  {
    is: ({ metadata }) => metadata.labels?.['kubernetes.io/bootstrapping'] === 'rbac-defaults',
    reason: 'it is one of the default RBAC objects that each API server makes',
  },
  {
    is: (object) => annotationOf(object, 'apf.kubernetes.io/autoupdate-spec') === 'true',
    reason: 'the API server keeps its own flow control configuration up to date',
  },
  {
    is: ({ metadata }) => metadata.labels?.['kube-aggregator.kubernetes.io/automanaged'] !== undefined,
    reason: 'the aggregator registers its own API services',
  },
  {
    is: (object) =>
      kindKey(object) === 'rbac.authorization.k8s.io/ClusterRole' && object.metadata.name === 'cluster-admin',
    reason: 'each cluster has its own',
  },
];

/** Nothing but its name tells that it is the cluster's; roles of workloads, such as those of a metrics adapter, are named so too. */
function leaveReserved({ kind, metadata }: KubeObject, prefix: string): Verdict {
  const reason = `names that begin with "${prefix}" are kept for Kubernetes and EKS, which make their own`;
  const sentence = `${kind} ${metadata.name} is taken for the cluster's own by its name. If it belongs to the workload, make it by hand in the target.`;
  return drop(reason, prefix === 'system:' ? [info('/metadata/name', sentence)] : []);
}

function reservedPrefixes(object: KubeObject): readonly string[] {
  return kindKey(object) === 'scheduling.k8s.io/PriorityClass' ? [SYSTEM_PRIORITY_PREFIX] : SYSTEM_PREFIXES;
}

export const dropBootstrapObjects: Rule = {
  name: 'drop-bootstrap-objects',
  description: 'Roles, priority classes, flow schemas and API services that a cluster makes for itself are not copied.',
  appliesTo: [
    'rbac.authorization.k8s.io/ClusterRole',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
    'rbac.authorization.k8s.io/Role',
    'rbac.authorization.k8s.io/RoleBinding',
    'scheduling.k8s.io/PriorityClass',
    'flowcontrol.apiserver.k8s.io/FlowSchema',
    'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
    'apiregistration.k8s.io/APIService',
  ],
  apply(object) {
    const mark = MARKS.find(({ is }) => is(object));
    if (mark) return drop(mark.reason);
    const prefix = reservedPrefixes(object).find((each) => object.metadata.name.startsWith(each));
    return prefix === undefined ? KEEP : leaveReserved(object, prefix);
  },
};
