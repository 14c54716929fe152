import { memo } from '../../../kube/memo.ts';
import type { ClusterFacts } from '../context.ts';
import type { Rule } from '../rule.ts';
import { drop, KEEP } from '../verdicts.ts';

const presentIn = memo((target: ClusterFacts) => new Set(target.present));

export const leaveWhatTheTargetHas: Rule = {
  name: 'leave-what-the-target-has',
  description: 'Classes and custom resource definitions that the target has already are its own, and are not touched.',
  appliesTo: [
    'scheduling.k8s.io/PriorityClass',
    'networking.k8s.io/IngressClass',
    'gateway.networking.k8s.io/GatewayClass',
    'node.k8s.io/RuntimeClass',
    'resource.k8s.io/DeviceClass',
    'storage.k8s.io/VolumeAttributesClass',
    'apiextensions.k8s.io/CustomResourceDefinition',
  ],
  apply({ kind, metadata }, { target }) {
    return presentIn(target).has(`${kind}/${metadata.name}`)
      ? drop(`the target has its own ${kind} "${metadata.name}"`)
      : KEEP;
  },
};
