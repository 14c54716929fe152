import { path } from '../../fields.ts';
import type { OutsideRow } from './row.ts';

const FLUX = 'https://github.com/fluxcd';
const FLUX_OPERATOR = 'https://github.com/controlplaneio-fluxcd/flux-operator/blob/main/docs/api/v1';
const ARC = 'https://github.com/actions/actions-runner-controller/tree/master/config/crd/bases';
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

const leftBehind = (kind: string, acts: string): OutsideRow => ({
  kind,
  acts,
  silence: { do: 'leave-behind' },
  source: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/',
});

/** What deploys, pushes to Git, or takes jobs from a queue of a CI service. */
export const DELIVERY: readonly OutsideRow[] = [
  leftBehind('argoproj.io/Application', 'makes Argo CD deploy to its destination, from two clusters then'),
  leftBehind('argoproj.io/ApplicationSet', 'makes Argo CD deploy to its destinations, from two clusters then'),
  leftBehind('argoproj.io/AppProject', 'belongs to the Argo CD of the source'),
  leftBehind('argocd-image-updater.argoproj.io/*', 'pushes image versions to Git, from two clusters then'),
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
