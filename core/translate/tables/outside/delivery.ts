import { path } from '../../../../kube/fields.ts';
import type { OutsideRow } from './row.ts';

const FLUX = 'https://github.com/fluxcd';
const FLUX_OPERATOR = 'https://github.com/controlplaneio-fluxcd/flux-operator/blob/main/docs/api/v1';
const ARC = 'https://github.com/actions/actions-runner-controller/tree/master/config/crd/bases';
const ARGO_CD = 'https://github.com/argoproj/argo-cd/blob/master/docs/operator-manual/declarative-setup.md';
const IMAGE_UPDATER = 'https://github.com/argoproj-labs/argocd-image-updater/tree/master/config/crd/bases';
const VELA = 'https://github.com/kubevela';
const ARGO_EVENTS = 'https://github.com/argoproj/argo-events/tree/master/manifests/base/crds';

const suspended = (kind: string, acts: string, page: string): OutsideRow => ({
  kind,
  acts,
  silence: { do: 'set', at: path('spec.suspend'), to: true },
  names: [path('spec.sourceRef.name'), path('spec.chart.spec.sourceRef.name'), path('spec.chartRef.name')],
  source: `${FLUX}/${page}`,
});

const dropped = (kind: string, acts: string, source: string): OutsideRow => ({
  kind,
  acts,
  silence: { do: 'drop' },
  source,
});

const leftBehind = (kind: string, acts: string, source = ARGO_CD): OutsideRow => ({
  kind,
  acts,
  silence: { do: 'leave-behind' },
  source,
});

/** What deploys, pushes to Git, or takes jobs from a queue of a CI service. */
export const DELIVERY: readonly OutsideRow[] = [
  leftBehind('argoproj.io/Application', 'makes Argo CD deploy to its destination, from two clusters then'),
  leftBehind('argoproj.io/ApplicationSet', 'makes Argo CD deploy to its destinations, from two clusters then'),
  leftBehind('argoproj.io/AppProject', 'belongs to the Argo CD of the source'),
  leftBehind(
    'argocd-image-updater.argoproj.io/*',
    'pushes image versions to Git, from two clusters then',
    IMAGE_UPDATER,
  ),
  {
    kind: '/Secret',
    when: ['metadata', 'labels', 'argocd.argoproj.io/secret-type'],
    is: 'cluster',
    acts: 'lets Argo CD deploy to the cluster whose credentials it holds',
    silence: { do: 'drop' },
    source: ARGO_CD,
  },
  {
    kind: 'core.oam.dev/Application',
    acts: 'deploys its components, to other clusters as well, and runs its workflow',
    silence: { do: 'set', at: ['metadata', 'labels', 'controller.core.oam.dev/pause'], to: 'true' },
    names: [path('spec.policies.*.properties.clusters.*')],
    source: `${VELA}/pkg/blob/main/controller/reconciler/ctrl.go`,
  },
  dropped(
    'core.oam.dev/WorkflowRun',
    'runs its steps as soon as it is there, finished or not at the source',
    `${VELA}/workflow/blob/main/controllers/workflowrun_controller.go`,
  ),
  suspended(
    'kustomize.toolkit.fluxcd.io/Kustomization',
    'deploys what its source says, and takes the translation back',
    'kustomize-controller/blob/main/docs/spec/v1/kustomizations.md',
  ),
  suspended(
    'helm.toolkit.fluxcd.io/HelmRelease',
    'deploys its chart, and takes the translation back',
    'helm-controller/blob/main/docs/spec/v2/helmreleases.md',
  ),
  suspended(
    'image.toolkit.fluxcd.io/ImageUpdateAutomation',
    'pushes commits to Git',
    'image-automation-controller/blob/main/docs/spec/v1/imageupdateautomations.md',
  ),
  suspended(
    'notification.toolkit.fluxcd.io/Alert',
    'sends notifications',
    'notification-controller/blob/main/api/v1beta3/alert_types.go',
  ),
  suspended(
    'notification.toolkit.fluxcd.io/Receiver',
    'answers webhooks of Git',
    'notification-controller/blob/main/api/v1/receiver_types.go',
  ),
  ...['FluxInstance', 'ResourceSet'].map(
    (kind): OutsideRow => ({
      kind: `fluxcd.controlplane.io/${kind}`,
      acts: 'deploys what its source says, and takes the translation back',
      silence: { do: 'set', at: ['metadata', 'annotations', 'fluxcd.controlplane.io/reconcile'], to: 'disabled' },
      names: [path('spec.sync.url')],
      source: `${FLUX_OPERATOR}/${kind.toLowerCase()}.md`,
    }),
  ),
  {
    kind: 'argoproj.io/Workflow',
    acts: 'runs its steps as soon as it is there',
    silence: { do: 'set', at: path('spec.suspend'), to: true },
    source:
      'https://docs.rs/argo-workflow/latest/argo_workflow/schema/struct.IoArgoprojWorkflowV1alpha1WorkflowSpec.html',
  },
  ...['EventSource', 'Sensor'].map((kind) =>
    dropped(`argoproj.io/${kind}`, 'takes events and starts what they trigger', ARGO_EVENTS),
  ),
  ...['actions.github.com/*', 'actions.summerwind.dev/*'].map((kind) =>
    dropped(kind, 'registers runners that take jobs of GitHub Actions', ARC),
  ),
  dropped(
    'apps.gitlab.com/Runner',
    'registers a runner that takes jobs of GitLab',
    'https://docs.gitlab.com/runner/install/operator/',
  ),
];
