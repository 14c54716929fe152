import { annotationOf } from '../fields.ts';
import type { KubeObject } from '../kube-object.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { SYSTEM_PREFIXES } from '../tables/system.ts';
import { drop, KEEP } from '../verdicts.ts';

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
    is: ({ metadata }) => SYSTEM_PREFIXES.some((prefix) => metadata.name.startsWith(prefix)),
    reason: 'its name is kept for Kubernetes and EKS, which make their own',
  },
  {
    is: (object) =>
      kindKey(object) === 'rbac.authorization.k8s.io/ClusterRole' && object.metadata.name === 'cluster-admin',
    reason: 'each cluster has its own',
  },
];

export const dropBootstrapObjects: Rule = {
  name: 'drop-bootstrap-objects',
  description: 'Roles, priority classes, flow schemas and API services that a cluster makes for itself stay behind.',
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
    return mark ? drop(mark.reason) : KEEP;
  },
};
