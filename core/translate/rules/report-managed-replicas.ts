import { mapAt, textAt } from '../../../kube/fields.ts';
import type { Rule } from '../rule.ts';
import { info } from '../verdicts.ts';

export const reportManagedReplicas: Rule = {
  name: 'report-managed-replicas',
  description: 'Workloads whose replicas an autoscaler sets are named: the clone starts with the number of the moment.',
  appliesTo: ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'],
  apply(object) {
    const reference = mapAt(object, 'spec.scaleTargetRef');
    const target = `${textAt(reference, 'kind') ?? 'Deployment'} ${textAt(reference, 'name')}`;
    const sentence = `${object.kind} ${object.metadata.name} sets the replicas of ${target}; the clone starts with the number that the source had, and needs the same metrics to change it.`;
    return { do: 'keep', findings: [info('/spec/scaleTargetRef', sentence)] };
  },
};
