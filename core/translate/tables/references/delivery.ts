import { type ReferenceRow, rowsOf } from './row.ts';

const certificates = rowsOf('https://cert-manager.io/docs/reference/api-docs/');
const rollouts = rowsOf('https://argo-rollouts.readthedocs.io/en/stable/features/specification/');
const argo = rowsOf('https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/');
const external = rowsOf('https://external-secrets.io/latest/api/spec/');
const sealed = rowsOf('https://github.com/bitnami-labs/sealed-secrets#overview');
const monitoring = rowsOf('https://prometheus-operator.dev/docs/api-reference/api/');
const keda = rowsOf('https://keda.sh/docs/latest/reference/scaledobject-spec/');
const karpenter = rowsOf('https://karpenter.sh/docs/concepts/nodepools/');
const ack = rowsOf('https://aws-controllers-k8s.github.io/community/docs/user-docs/references/');
const WIDE = { scope: 'cluster' } as const;
const ISSUERS = ['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'];
const STORES = ['external-secrets.io/SecretStore', 'external-secrets.io/ClusterSecretStore'];
const MONITORING = 'monitoring.coreos.com';
const AGENTS = ['Prometheus', 'PrometheusAgent', 'Alertmanager', 'ThanosRuler'].map((kind) => `${MONITORING}/${kind}`);

/** cert-manager, Argo, External Secrets, Prometheus Operator, KEDA, Karpenter and ACK. */
export const DELIVERY_REFERENCES: readonly ReferenceRow[] = [
  certificates('cert-manager.io/Certificate', 'spec.issuerRef', 'cert-manager.io/Issuer', {
    form: 'typed',
    scope: 'cluster',
  }),
  certificates('cert-manager.io/CertificateRequest', 'spec.issuerRef', 'cert-manager.io/Issuer', {
    form: 'typed',
    scope: 'cluster',
  }),
  certificates('cert-manager.io/Certificate', 'spec.secretName', '/Secret', { goesAlong: true }),
  certificates('cert-manager.io/Certificate', 'spec.keystores.*.passwordSecretRef.name', '/Secret'),
  certificates(ISSUERS, 'spec.ca.secretName', '/Secret'),
  certificates(ISSUERS, 'spec.acme.privateKeySecretRef.name', '/Secret'),
  certificates(ISSUERS, 'spec.vault.auth.tokenSecretRef.name', '/Secret'),
  certificates(
    'networking.k8s.io/Ingress',
    ['metadata', 'annotations', 'cert-manager.io/cluster-issuer'],
    'cert-manager.io/ClusterIssuer',
    WIDE,
  ),
  certificates(
    'networking.k8s.io/Ingress',
    ['metadata', 'annotations', 'cert-manager.io/issuer'],
    'cert-manager.io/Issuer',
  ),
  rollouts('argoproj.io/Rollout', 'spec.workloadRef', 'apps/Deployment', { form: 'typed', goesAlong: true }),
  ...['canary.canaryService', 'canary.stableService', 'blueGreen.activeService', 'blueGreen.previewService'].map(
    (field) => rollouts('argoproj.io/Rollout', `spec.strategy.${field}`, '/Service'),
  ),
  ...[
    'canary.analysis.templates',
    'blueGreen.prePromotionAnalysis.templates',
    'blueGreen.postPromotionAnalysis.templates',
    'canary.steps.*.analysis.templates',
  ].map((field) =>
    rollouts('argoproj.io/Rollout', `spec.strategy.${field}.*.templateName`, 'argoproj.io/AnalysisTemplate'),
  ),
  argo('argoproj.io/Application', 'spec.project', 'argoproj.io/AppProject'),
  external('external-secrets.io/ExternalSecret', 'spec.secretStoreRef', 'external-secrets.io/SecretStore', {
    form: 'typed',
    scope: 'cluster',
  }),
  external('external-secrets.io/ExternalSecret', 'spec.target.name', '/Secret', { goesAlong: true }),
  external('external-secrets.io/PushSecret', 'spec.secretStoreRefs.*', 'external-secrets.io/SecretStore', {
    form: 'typed',
    scope: 'cluster',
  }),
  external('external-secrets.io/PushSecret', 'spec.selector.secret.name', '/Secret', { goesAlong: true }),
  external(STORES, 'spec.provider.aws.auth.jwt.serviceAccountRef.name', '/ServiceAccount', { namespace: 'namespace' }),
  ...['accessKeyIDSecretRef', 'secretAccessKeySecretRef'].map((field) =>
    external(STORES, `spec.provider.aws.auth.secretRef.${field}.name`, '/Secret', { namespace: 'namespace' }),
  ),
  sealed('bitnami.com/SealedSecret', 'metadata.name', '/Secret', { goesAlong: true }),
  monitoring(`${MONITORING}/ServiceMonitor`, 'spec.selector', '/Service', { form: 'selector', goesAlong: true }),
  monitoring(`${MONITORING}/PodMonitor`, 'spec.selector', 'pods', { form: 'selector', goesAlong: true }),
  ...[
    'basicAuth.username',
    'basicAuth.password',
    'bearerTokenSecret',
    'authorization.credentials',
    'tlsConfig.ca.secret',
    'tlsConfig.cert.secret',
    'tlsConfig.keySecret',
  ].map((field) => monitoring(`${MONITORING}/ServiceMonitor`, `spec.endpoints.*.${field}.name`, '/Secret')),
  monitoring(AGENTS, 'spec.serviceAccountName', '/ServiceAccount'),
  monitoring(AGENTS, 'spec.secrets.*', '/Secret'),
  monitoring(AGENTS, 'spec.configMaps.*', '/ConfigMap'),
  keda('keda.sh/ScaledObject', 'spec.scaleTargetRef', 'apps/Deployment', { form: 'typed', goesAlong: true }),
  keda(
    ['keda.sh/ScaledObject', 'keda.sh/ScaledJob'],
    'spec.triggers.*.authenticationRef',
    'keda.sh/TriggerAuthentication',
    { form: 'typed' },
  ),
  keda(
    ['keda.sh/TriggerAuthentication', 'keda.sh/ClusterTriggerAuthentication'],
    'spec.secretTargetRef.*.name',
    '/Secret',
  ),
  karpenter('karpenter.sh/NodePool', 'spec.template.spec.nodeClassRef', 'karpenter.k8s.aws/EC2NodeClass', {
    form: 'typed',
    scope: 'cluster',
  }),
  ack('rds.services.k8s.aws/DBInstance', 'spec.masterUserPassword.name', '/Secret', { namespace: 'namespace' }),
  ack('rds.services.k8s.aws/DBInstance', 'spec.dbSubnetGroupRef.from.name', 'rds.services.k8s.aws/DBSubnetGroup'),
  ack('rds.services.k8s.aws/DBCluster', 'spec.masterUserPassword.name', '/Secret', { namespace: 'namespace' }),
  ack('services.k8s.aws/FieldExport', 'spec.from.resource', '', { form: 'typed' }),
  ack('services.k8s.aws/FieldExport', 'spec.to.name', '/ConfigMap', { goesAlong: true }),
];
