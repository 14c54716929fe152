import type { OutsideRow } from './row.ts';

interface Image {
  images: readonly string[];
  acts: string;
  flags?: readonly string[];
  variables?: readonly string[];
  source: string;
}

const EXTERNAL_DNS = 'https://github.com/kubernetes-sigs/external-dns/blob/master/docs/flags.md';

/** Controllers and agents that act by themselves, whatever objects there are: a clone has none of their pods. */
const STOPPED: readonly Image[] = [
  {
    images: ['external-dns'],
    acts: 'owns DNS records by its owner id, and with policy sync deletes those of which it sees no source',
    flags: ['--txt-owner-id', '--policy', '--domain-filter', '--zone-id-filter'],
    source: EXTERNAL_DNS,
  },
  {
    images: ['cluster-autoscaler'],
    acts: 'changes the size of node groups, which it finds by tags of a cluster',
    flags: ['--node-group-auto-discovery', '--nodes', '--cluster-name'],
    source: 'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md',
  },
  {
    images: ['karpenter/controller'],
    acts: 'makes and ends EC2 instances of a cluster',
    flags: ['--cluster-name', '--interruption-queue'],
    // Its chart gives it all settings so.
    variables: ['CLUSTER_NAME', 'INTERRUPTION_QUEUE'],
    source: 'https://github.com/aws/karpenter-provider-aws/blob/main/pkg/operator/options/options.go',
  },
  {
    images: ['aws-load-balancer-controller'],
    acts: 'makes and deletes load balancers, which it knows by the name of a cluster',
    flags: ['--cluster-name', '--aws-region', '--aws-vpc-id'],
    source: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/deploy/configurations.md',
  },
  {
    images: ['aws-node-termination-handler'],
    acts: 'takes messages of a queue and drains nodes',
    flags: ['--queue-url'],
    source: 'https://github.com/aws/aws-node-termination-handler',
  },
  {
    images: ['cloudflared'],
    acts: 'joins a Cloudflare tunnel, and gets a share of its requests',
    source: 'https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/',
  },
  {
    images: ['tailscale/tailscale', 'ngrok/ngrok', 'ngrok/ngrok-operator', 'ngrok/kubernetes-ingress-controller'],
    acts: 'joins a network or publishes a name outside of the cluster',
    source: 'https://tailscale.com/kb/1185/kubernetes',
  },
  {
    images: ['gitlab-runner', 'gha-runner-scale-set-controller', 'actions-runner', 'actions-runner-controller'],
    acts: 'takes jobs of a CI service',
    source: 'https://docs.github.com/en/actions/concepts/runners/actions-runner-controller',
  },
  {
    images: ['buildkite/agent', 'jenkins/inbound-agent', 'runatlantis/atlantis', 'circleci/runner-agent'],
    acts: 'takes jobs of a CI service',
    source: 'https://buildkite.com/docs/agent/v3/self-hosted/install/kubernetes',
  },
  {
    images: ['cp-kafka-connect', 'cp-server-connect', 'debezium/connect', 'kafka-connect'],
    acts: 'runs connectors in its group, which read and write what they connect',
    source: 'https://kafka.apache.org/documentation/#connect',
  },
  {
    images: ['argocd-image-updater', 'image-automation-controller', 'renovate/renovate'],
    acts: 'pushes commits to Git',
    source: 'https://argocd-image-updater.readthedocs.io/en/stable/',
  },
  {
    images: ['alertmanager'],
    acts: 'sends alerts to people',
    source: 'https://prometheus.io/docs/alerting/latest/alertmanager/',
  },
];

/** Those that send, but hurt nobody by it, or that other objects of the clone need. */
const NAMED: readonly Image[] = [
  {
    images: [
      'datadog/agent',
      'datadoghq/agent',
      'fluent/fluent-bit',
      'aws-for-fluent-bit',
      'fluent/fluentd',
      'timberio/vector',
    ],
    acts: 'sends logs and metrics to where those of the source go',
    source: 'https://docs.fluentbit.io/manual/data-pipeline/outputs',
  },
  {
    images: [
      'grafana/alloy',
      'grafana/agent',
      'grafana/promtail',
      'opentelemetry-collector-contrib',
      'cloudwatch-agent',
    ],
    acts: 'sends logs and metrics to where those of the source go',
    source: 'https://opentelemetry.io/docs/collector/',
  },
];

const rows = (images: readonly Image[], silence: OutsideRow['silence']): OutsideRow[] =>
  images.flatMap(({ images: names, ...rest }) => names.map((image) => ({ image, silence, ...rest })));

export const IMAGES: readonly OutsideRow[] = [
  ...rows(STOPPED, { do: 'scale-to-zero' }),
  ...rows(NAMED, { do: 'name' }),
];
