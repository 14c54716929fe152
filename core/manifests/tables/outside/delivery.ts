import { path } from '../../fields.ts';
import type { OutsideRow } from './row.ts';

const FLUX = 'https://fluxcd.io/flux/components/';
const ARC = 'https://docs.github.com/en/actions/concepts/runners/actions-runner-controller';

const suspended = (kind: string, acts: string, page: string): OutsideRow => ({
  kind,
  acts,
  silence: { do: 'set', at: path('spec.suspend'), to: true },
  names: [path('spec.sourceRef.name')],
  source: FLUX + page,
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
    'kustomize/kustomizations/#suspend',
  ),
  suspended(
    'helm.toolkit.fluxcd.io/HelmRelease',
    'deploys its chart, and takes the translation back',
    'helm/helmreleases/#suspend',
  ),
  suspended(
    'image.toolkit.fluxcd.io/ImageUpdateAutomation',
    'pushes commits to Git',
    'image/imageupdateautomations/#suspend',
  ),
  suspended('notification.toolkit.fluxcd.io/Alert', 'sends notifications', 'notification/alerts/#suspend'),
  suspended('notification.toolkit.fluxcd.io/Receiver', 'answers webhooks of Git', 'notification/receivers/#suspend'),
  {
    kind: 'argoproj.io/Workflow',
    acts: 'runs its steps as soon as it is there',
    silence: { do: 'set', at: path('spec.suspend'), to: true },
    source: 'https://argo-workflows.readthedocs.io/en/latest/fields/#workflowspec',
  },
  ...['EventSource', 'Sensor'].map((kind) =>
    dropped(
      `argoproj.io/${kind}`,
      'takes events and starts what they trigger',
      'https://argoproj.github.io/argo-events/concepts/sensor/',
    ),
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
