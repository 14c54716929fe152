import { path } from '../../../../kube/fields.ts';
import type { OutsideRow } from './row.ts';

const leaveBehind = (acts: string, source: string, kinds: readonly string[]): OutsideRow[] =>
  kinds.map((kind) => ({ kind, acts, silence: { do: 'leave-behind' }, source }));

const KRO = 'https://kro.run';
const CROSSPLANE_DOCS = 'https://github.com/crossplane/docs/blob/master/content';
const CROSSPLANE = `${CROSSPLANE_DOCS}/v2.2/managed-resources/managed-resources.md`;
const PAUSE = `${CROSSPLANE_DOCS}/v2.2/composition/composite-resources.md`;

/** A composite or claim has a kind of its user's choice; these fields tell it (v1 and v2). */
const composite = (at: string): OutsideRow => ({
  kind: '*',
  when: path(at),
  acts: 'makes Crossplane provision infrastructure',
  silence: { do: 'set', at: ['metadata', 'annotations', 'crossplane.io/paused'], to: 'true' },
  source: PAUSE,
});

/** Objects through which a controller owns infrastructure, nodes or other clusters. */
export const INFRASTRUCTURE: readonly OutsideRow[] = [
  ...leaveBehind(
    'makes ACK manage an AWS resource, which two clusters would own then',
    'https://aws-controllers-k8s.github.io/community/docs/user-docs/deletion-policy/',
    ['*.services.k8s.aws/*', 'services.k8s.aws/*'],
  ),
  ...leaveBehind('makes KRO manage resources, which two clusters would own then', `${KRO}/docs/overview`, [
    'kro.run/*',
  ]),
  // Instances may have a group of their user's choice; their controller puts its finalizer on each.
  {
    kind: '*',
    when: path('metadata.finalizers.*'),
    is: 'kro.run/finalizer',
    acts: 'makes KRO manage the resources of its graph',
    silence: { do: 'set', at: ['metadata', 'annotations', 'kro.run/reconcile'], to: 'suspended' },
    source: 'https://github.com/kubernetes-sigs/kro/blob/main/pkg/controller/instance/controller.go',
  },
  ...leaveBehind('makes Crossplane manage a resource, which two clusters would own then', CROSSPLANE, [
    '*.upbound.io/*',
    '*.m.crossplane.io/*',
    '*.aws.crossplane.io/*',
    '*.gcp.crossplane.io/*',
    '*.azure.crossplane.io/*',
    '*.sql.crossplane.io/*',
    'kubernetes.crossplane.io/*',
    'helm.crossplane.io/*',
    'tf.crossplane.io/*',
    '*.tf.crossplane.io/*',
  ]),
  ...leaveBehind(
    'makes Crossplane run an operation by a schedule',
    `${CROSSPLANE_DOCS}/v2.2/operations/cronoperation.md`,
    ['ops.crossplane.io/*'],
  ),
  composite('spec.crossplane.compositionRef'),
  composite('spec.crossplane.compositionSelector'),
  composite('spec.compositionRef'),
  composite('spec.compositionSelector'),
  ...leaveBehind(
    'runs Terraform or OpenTofu against a state that the source changes as well',
    'https://github.com/flux-iac/tofu-controller/blob/main/api/v1alpha2/groupversion_info.go',
    [
      'infra.contrib.fluxcd.io/*',
      'tf.galleybytes.com/*',
      'infrakube.galleybytes.com/*',
      'tf.isaaguilar.com/*',
      'app.terraform.io/*',
      'terraform.core.oam.dev/*',
    ],
  ),
  ...leaveBehind(
    'runs Pulumi against a stack that the source changes as well',
    'https://github.com/pulumi/pulumi-kubernetes-operator/blob/master/operator/api/pulumi/v1/groupversion_info.go',
    ['pulumi.com/*', 'auto.pulumi.com/*'],
  ),
  ...leaveBehind(
    'makes Config Connector manage a resource, which two clusters would own then',
    'https://cloud.google.com/config-connector/docs/how-to/management-conflict-prevention-policy',
    ['*.cnrm.cloud.google.com/*'],
  ),
  ...leaveBehind(
    'makes Azure Service Operator manage a resource, which two clusters would own then',
    'https://github.com/Azure/azure-service-operator/blob/main/v2/pkg/common/annotations/reconcile_policy.go',
    ['*.azure.com/*'],
  ),
  ...leaveBehind(
    'makes nodes, and node pools belong to their cluster',
    'https://karpenter.sh/docs/concepts/nodepools/',
    ['karpenter.sh/*'],
  ),
  ...leaveBehind(
    'names subnets and roles of the source, and node classes belong to their cluster',
    'https://karpenter.sh/docs/concepts/nodeclasses/',
    ['karpenter.k8s.aws/*', 'karpenter.azure.com/*', 'eks.amazonaws.com/NodeClass'],
  ),
  ...leaveBehind(
    'makes Cluster API manage a cluster, which two would own then',
    'https://github.com/kubernetes-sigs/cluster-api/blob/main/docs/book/src/clusterctl/commands/move.md',
    ['cluster.x-k8s.io/*', '*.cluster.x-k8s.io/*'],
  ),
];
