import { describe, expect, it } from 'vitest';
import { translateObject } from '../../../core/translate/pipeline.ts';
import { fieldAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { contextFor } from './support.ts';

const object = (type: string, spec: Record<string, unknown> = {}, metadata = {}): KubeObject => {
  const [kind = '', group = ''] = type.split(/\.(.*)/);
  const apiVersion = group ? `${group}/v1` : 'v1';
  return { apiVersion, kind, metadata: { name: 'it', namespace: 'shop', ...metadata }, spec };
};
const labelled = (name: string, value: string) => ({ labels: { [name]: value } });
const annotated = (name: string, value: string) => ({ annotations: { [name]: value } });

const cloned = (given: KubeObject, overrides = {}) =>
  translateObject(given, contextFor([given], { profile: 'clone', ...overrides }));

/** Field that suspends it, from the type of each operator, not from our table. */
const SUSPENDED: [string, Record<string, unknown>, string[], unknown, object?][] = [
  ['ReplicationSource.volsync.backube', {}, ['spec', 'paused'], true],
  ['ReplicationDestination.volsync.backube', {}, ['spec', 'paused'], true],
  ['ScheduledBackup.postgresql.cnpg.io', {}, ['spec', 'suspend'], true],
  [
    'Cluster.postgresql.cnpg.io',
    { backup: { barmanObjectStore: { destinationPath: 's3://b' } } },
    ['spec', 'backup'],
    undefined,
  ],
  ['PerconaServerMongoDB.psmdb.percona.com', { backup: { enabled: true } }, ['spec', 'backup', 'enabled'], false],
  [
    'PerconaServerMySQL.ps.percona.com',
    { backup: { enabled: true, schedule: [{ name: 'nightly' }] } },
    ['spec', 'backup', 'schedule'],
    undefined,
  ],
  // Its server of binary logs runs with backups disabled as well (PiTREnabled in perconaservermysql_types.go).
  [
    'PerconaServerMySQL.ps.percona.com',
    { backup: { enabled: true, pitr: { enabled: true } } },
    ['spec', 'backup', 'pitr', 'enabled'],
    false,
  ],
  ['postgresql.acid.zalan.do', { enableLogicalBackup: true }, ['spec', 'enableLogicalBackup'], false],
  ['Kustomization.kustomize.toolkit.fluxcd.io', {}, ['spec', 'suspend'], true],
  ['HelmRelease.helm.toolkit.fluxcd.io', {}, ['spec', 'suspend'], true],
  ['ImageUpdateAutomation.image.toolkit.fluxcd.io', {}, ['spec', 'suspend'], true],
  [
    'FluxInstance.fluxcd.controlplane.io',
    {},
    ['metadata', 'annotations', 'fluxcd.controlplane.io/reconcile'],
    'disabled',
  ],
  [
    'Prometheus.monitoring.coreos.com',
    { thanos: { objectStorageConfig: { name: 'bucket' } } },
    ['spec', 'thanos', 'objectStorageConfig'],
    undefined,
  ],
  ['ThanosRuler.monitoring.coreos.com', { alertmanagersUrl: ['http://x'] }, ['spec', 'alertmanagersUrl'], undefined],
  ['KafkaConnector.kafka.strimzi.io', {}, ['spec', 'state'], 'paused'],
  ['KafkaConnect.kafka.strimzi.io', { replicas: 3 }, ['spec', 'replicas'], 0],
  ['KafkaMirrorMaker2.kafka.strimzi.io', { replicas: 3 }, ['spec', 'replicas'], 0],
  ['Logstash.logstash.k8s.elastic.co', { count: 2 }, ['spec', 'count'], 0],
  ['CronJob.batch', {}, ['spec', 'suspend'], true],
  [
    'Claimed.db.example.org',
    { compositionRef: { name: 'rds' } },
    ['metadata', 'annotations', 'crossplane.io/paused'],
    'true',
  ],
  ['Application.core.oam.dev', {}, ['metadata', 'labels', 'controller.core.oam.dev/pause'], 'true'],
  [
    'Service',
    { ports: [{ port: 80 }] },
    ['metadata', 'annotations', 'tailscale.com/expose'],
    undefined,
    annotated('tailscale.com/expose', 'true'),
  ],
  // An instance of a graph may have any group.
  [
    'WebShop.example.org',
    {},
    ['metadata', 'annotations', 'kro.run/reconcile'],
    'suspended',
    { finalizers: ['kro.run/finalizer'] },
  ],
];

const DROPPED: (string | [string, Record<string, unknown>, object?])[] = [
  // Its mover does not look at spec.paused (internal/controller/mover/syncthing/mover.go).
  ['ReplicationSource.volsync.backube', { syncthing: { peers: [], serviceType: 'ClusterIP' } }],
  ['ReplicationDestination.volsync.backube', { external: { provider: 'example.com/mover' } }],
  'PerconaServerMongoDBClusterSync.psmdb.percona.com',
  'PerconaServerMySQLClusterSet.ps.percona.com',
  'AutoOpsAgentPolicy.autoops.k8s.elastic.co',
  'GlobalAccelerator.aga.k8s.aws',
  'Workspace.tf.crossplane.io',
  'Terraform.infrakube.galleybytes.com',
  'Schedule.k8up.io',
  'Prune.k8up.io',
  'PushSecret.external-secrets.io',
  'ClusterPushSecret.external-secrets.io',
  'AutoscalingRunnerSet.actions.github.com',
  'RunnerDeployment.actions.summerwind.dev',
  'Runner.apps.gitlab.com',
  'ClusterTunnel.networking.cfargotunnel.com',
  'Bucket.s3.services.k8s.aws',
  'Bucket.s3.aws.m.upbound.io',
  'Bucket.s3.aws.upbound.io',
  'Workspace.opentofu.m.upbound.io',
  'NopResource.nop.m.crossplane.io',
  'Terraform.infra.contrib.fluxcd.io',
  'Stack.pulumi.com',
  'Application.argoproj.io',
  'NodePool.karpenter.sh',
  'Schedule.velero.io',
  'Schedule.backup.appuio.ch',
  'Restore.backup.appuio.ch',
  'WorkflowRun.core.oam.dev',
  // It writes the policy by name, of whichever cluster the service network is (iamauthpolicy_manager.go).
  'IAMAuthPolicy.application-networking.k8s.aws',
  'ServiceNetwork.application-networking.k8s.aws',
  [
    'ServiceExport.application-networking.k8s.aws',
    {},
    annotated('application-networking.k8s.aws/federation', 'amazon-vpc-lattice'),
  ],
  'VpcAssociationPolicy.application-networking.k8s.aws',
  ['Gateway.gateway.networking.k8s.io', { gatewayClassName: 'amazon-vpc-lattice', listeners: [] }],
  ['Ingress.networking.k8s.io', { ingressClassName: 'tailscale' }],
  ['Secret', {}, labelled('istio/multiCluster', 'true')],
  ['Secret', {}, labelled('argocd.argoproj.io/secret-type', 'cluster')],
  'Instance.kro.run',
  'AKSNodeClass.karpenter.azure.com',
  'FlexibleServer.dbforpostgresql.azure.com',
  'SQLInstance.sql.cnrm.cloud.google.com',
  'Cluster.cluster.x-k8s.io',
  'AWSCluster.infrastructure.cluster.x-k8s.io',
  'AppProject.argoproj.io',
  'ImageUpdater.argocd-image-updater.argoproj.io',
  'Connector.tailscale.com',
];

const NAMED: [string, Record<string, unknown>, object?][] = [
  ['ClusterIssuer.cert-manager.io', { acme: { server: 'https://acme.example' } }],
  ['SecretStore.external-secrets.io', { provider: {} }],
  ['ServiceEntry.networking.istio.io', { hosts: ['api.example'] }],
  ['Elasticsearch.elasticsearch.k8s.elastic.co', {}],
  ['ScaledObject.keda.sh', { triggers: [] }],
  ['Cluster.postgresql.cnpg.io', { externalClusters: [{ name: 'prod' }] }],
  // The subscription is in the copied database as well.
  ['Subscription.postgresql.cnpg.io', { publicationName: 'orders' }],
  ['PerconaXtraDBCluster.pxc.percona.com', { pxc: { replicationChannels: [{ sourcesList: [{ host: 'prod' }] }] } }],
  ['PerconaServerMongoDB.psmdb.percona.com', { replsets: [{ externalNodes: [{ host: 'prod' }] }] }],
  ['PostgresCluster.postgres-operator.crunchydata.com', { standby: { enabled: true, host: 'prod' } }],
  ['Kafka.kafka.strimzi.io', { kafka: { tieredStorage: { type: 'custom' } } }],
  ['Issuer.cert-manager.io', { vault: { server: 'https://vault.example' } }],
  ['PostgresCluster.postgres-operator.crunchydata.com', { backups: { pgbackrest: { repos: [{ name: 'repo1' }] } } }],
  [
    'AWSPCAClusterIssuer.awspca.cert-manager.io',
    { arn: 'arn:aws:acm-pca:us-east-1:222233334444:certificate-authority/a' },
  ],
  ['ServiceImport.application-networking.k8s.aws', {}],
  ['Telemetry.telemetry.istio.io', { tracing: [{ providers: [{ name: 'zipkin' }] }] }],
  ['Service', { type: 'LoadBalancer', loadBalancerClass: 'tailscale', ports: [{ port: 80 }] }],
  ['Service', { type: 'ExternalName', externalName: 'x' }, annotated('tailscale.com/tailnet-fqdn', 'db.tail.ts.net')],
];

/** What looks like a row, and does nothing outside. */
const LEFT_ALONE: [string, Record<string, unknown>, object?][] = [
  ['Gateway.gateway.networking.k8s.io', { gatewayClassName: 'istio', listeners: [] }],
  ['Ingress.networking.k8s.io', { ingressClassName: 'nginx' }],
  ['Secret', {}, labelled('argocd.argoproj.io/secret-type', 'repository')],
  ['Service', { ports: [{ port: 80 }] }, annotated('tailscale.com/expose', 'false')],
  ['ComponentDefinition.core.oam.dev', {}],
  ['TargetGroupPolicy.application-networking.k8s.aws', {}],
  ['ServiceExport.application-networking.k8s.aws', {}],
];

const IMAGES = [
  'registry.k8s.io/external-dns/external-dns:v0.19.0',
  'registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0',
  'public.ecr.aws/karpenter/controller:1.8.0@sha256:abc',
  'public.ecr.aws/eks/aws-load-balancer-controller:v2.14.0',
  'cloudflare/cloudflared:2026.1.0',
  'registry.gitlab.com/gitlab-org/gitlab-runner:alpine',
  'ghcr.io/actions/actions-runner:2.330.0',
  'quay.io/debezium/connect:3.4',
];

// Promise: silent-clone
describe('a clone and what acts outside', () => {
  it.each(SUSPENDED)('suspends %s', (type, spec, at, value, metadata = {}) => {
    const { outcome, object: after } = cloned(object(type, spec, metadata));
    expect([outcome, fieldAt(after, at)]).toEqual(['apply', value]);
  });

  it.each(DROPPED.map((each) => [each].flat()))('leaves %s behind, with a reason', (type, spec = {}, metadata = {}) => {
    const { outcome, reason } = cloned(object(String(type), spec as Record<string, unknown>, metadata as object));
    expect([outcome, typeof reason]).toEqual(['drop', 'string']);
  });

  it.each(NAMED)('names %s as something that could reach out', (type, spec, metadata = {}) => {
    const { outcome, findings } = cloned(object(type, spec, metadata));
    expect([outcome, findings.some(({ reachesOut }) => reachesOut)]).toEqual(['apply', true]);
  });

  it.each(LEFT_ALONE)('brings %s, and says nothing of it', (type, spec, metadata = {}) => {
    const { outcome, findings } = cloned(object(type, spec, metadata));
    expect([outcome, findings.filter(({ rule }) => rule === 'silence-what-acts-outside')]).toEqual(['apply', []]);
  });

  it.each(IMAGES)('runs no pod of %s', (image) => {
    const deployment = object('Deployment.apps', {
      replicas: 2,
      template: { spec: { containers: [{ name: 'c', image }] } },
    });
    expect(fieldAt(cloned(deployment).object, 'spec.replicas')).toBe(0);
  });

  it('says which cluster a controller steers that has its settings in its environment', () => {
    const env = [
      { name: 'INTERRUPTION_QUEUE', valueFrom: {} },
      { name: 'CLUSTER_NAME', value: 'shop-prod' },
    ];
    const containers = [{ name: 'controller', image: 'public.ecr.aws/karpenter/controller:1.8.0', env }];
    const { findings } = cloned(object('Deployment.apps', { template: { spec: { containers } } }));
    expect(findings.map(({ sentence }) => sentence).join()).toContain('(CLUSTER_NAME=shop-prod)');
  });

  it('brings what does nothing by itself', () => {
    expect(cloned(object('PreBackupPod.k8up.io')).outcome).toBe('apply');
  });

  it('says nothing of a job that is suspended anyway', () => {
    const template = { spec: { containers: [{ name: 'c', image: 'renovate/renovate:42' }] } };
    const { findings } = cloned(object('CronJob.batch', { jobTemplate: { spec: { template } } }));
    expect(findings.filter(({ reachesOut }) => reachesOut)).toEqual([]);
  });
});
