import { path } from '../../../kube/fields.ts';
import { annotated } from './fields.ts';
import type { OperatedKind, OperatorRecipe } from './recipe.ts';

const DOCS = 'https://strimzi.io/docs/operators/latest/deploying';
const GROUP = 'kafka.strimzi.io';
const PAUSED = annotated('strimzi.io/pause-reconciliation', 'true');

/** It names its resource as an owner that is no controller (`ModelUtils.createOwnerReference(resource, false)`). */
const MADE_AGAIN = [
  '/ConfigMap',
  '/Service',
  '/ServiceAccount',
  'apps/Deployment',
  `core.strimzi.io/StrimziPodSet`,
  'networking.k8s.io/Ingress',
  'networking.k8s.io/NetworkPolicy',
  'policy/PodDisruptionBudget',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
];

const ready = { condition: 'Ready' };
const others: OperatedKind[] = ['KafkaConnect', 'KafkaBridge', 'KafkaMirrorMaker2'].map((kind) => ({
  kind: `${GROUP}/${kind}`,
  remakes: MADE_AGAIN,
  ready,
  source: `${DOCS}#con-custom-resources-status-str`,
}));

/**
 * Brokers refuse to start with a cluster id that is not the one in their data; the operator makes a new one where the status says
 * none, and gives nodes other numbers (`NodePoolUtils.getOrGenerateKRaftClusterId`). Its documentation has the order that is kept here:
 * claims first, the resource paused, its status, and on (`Recovering a deleted Kafka cluster`).
 */
export const STRIMZI: OperatorRecipe = {
  name: 'Strimzi',
  images: ['strimzi/operator'],
  kinds: [
    {
      kind: `${GROUP}/Kafka`,
      inactive: [PAUSED],
      stop: 'kubectl annotate kafkas.kafka.strimzi.io NAME -n NAMESPACE --overwrite strimzi.io/pause-reconciliation=true, then kubectl delete strimzipodsets -l strimzi.io/cluster=NAME -n NAMESPACE',
      ready,
      remakes: MADE_AGAIN,
      claims: {
        by: 'names',
        how: 'the operator finds them by their names (data-0-<cluster>-<pool>-<id>), for which the ids of the nodes are kept',
      },
      data: {
        recovers: 'brokers check their logs from the last recovery point, as after a power cut',
        apart: 'a follower cuts off what its leader does not have',
      },
      remembers: [{ at: path('status.clusterId'), into: 'status', while: PAUSED }],
      source: `${DOCS}#assembly-cluster-recovery-volume-str`,
    },
    {
      kind: `${GROUP}/KafkaNodePool`,
      remakes: MADE_AGAIN,
      claims: {
        by: 'names',
        how: 'the operator finds them by their names (data-0-<cluster>-<pool>-<id>), for which the ids of the nodes are kept',
      },
      remembers: [{ at: path('status.nodeIds'), into: 'annotation', name: 'strimzi.io/next-node-ids' }],
      source: `${DOCS}#proc-managing-node-pools-ids-str`,
    },
    ...others,
  ],
};
