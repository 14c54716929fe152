import { path } from '../../../../kube/fields.ts';
import { LATTICE } from './lattice.ts';
import type { OutsideRow } from './row.ts';
import { TAILSCALE } from './tailscale.ts';

const ESO = 'https://github.com/external-secrets/external-secrets/blob/main/apis/externalsecrets';
const CERT_MANAGER = 'https://github.com/cert-manager/cert-manager/blob/master/pkg/apis';

/** Certificates, names, secrets and tunnels: what tells the outside about a cluster, or takes from it. */
export const NETWORK: readonly OutsideRow[] = [
  ...['Issuer', 'ClusterIssuer'].map(
    (kind): OutsideRow => ({
      kind: `cert-manager.io/${kind}`,
      when: path('spec.acme'),
      acts: 'orders certificates, and writes records of the DNS zones of its solvers',
      silence: { do: 'name' },
      names: [
        path('spec.acme.solvers.*.dns01.route53.hostedZoneID'),
        path('spec.acme.solvers.*.dns01.route53.role'),
        path('spec.acme.server'),
      ],
      source: `${CERT_MANAGER}/acme/v1/types_issuer.go`,
    }),
  ),
  ...['Issuer', 'ClusterIssuer'].flatMap((kind) =>
    ['spec.vault', 'spec.venafi'].map(
      (at): OutsideRow => ({
        kind: `cert-manager.io/${kind}`,
        when: path(at),
        acts: 'has certificates signed outside of the cluster',
        silence: { do: 'name' },
        names: [path('spec.vault.server'), path('spec.venafi.zone')],
        source: `${CERT_MANAGER}/certmanager/v1/types_issuer.go`,
      }),
    ),
  ),
  ...['AWSPCAIssuer', 'AWSPCAClusterIssuer'].map(
    (kind): OutsideRow => ({
      kind: `awspca.cert-manager.io/${kind}`,
      acts: 'has certificates signed by a private CA of AWS',
      silence: { do: 'name' },
      names: [path('spec.arn'), path('spec.role'), path('spec.region')],
      source: 'https://github.com/cert-manager/aws-privateca-issuer/blob/main/pkg/api/v1beta1/awspcaissuer_types.go',
    }),
  ),
  ...['PushSecret', 'ClusterPushSecret'].map(
    (kind): OutsideRow => ({
      kind: `external-secrets.io/${kind}`,
      acts: 'writes Secrets of the cluster into a store',
      silence: { do: 'drop' },
      names: [path('spec.secretStoreRefs.*.name'), path('spec.pushSecretSpec.secretStoreRefs.*.name')],
      source: `${ESO}/v1alpha1/pushsecret_types.go`,
    }),
  ),
  ...['SecretStore', 'ClusterSecretStore'].map(
    (kind): OutsideRow => ({
      kind: `external-secrets.io/${kind}`,
      acts: 'lets the clone read what its original reads',
      silence: { do: 'name' },
      names: [path('spec.provider.aws.role'), path('spec.provider.aws.region'), path('spec.provider.vault.server')],
      source: `${ESO}/v1/secretstore_types.go`,
    }),
  ),
  ...['ServiceEntry', 'WorkloadEntry'].map(
    (kind): OutsideRow => ({
      kind: `networking.istio.io/${kind}`,
      acts: 'lets the mesh call hosts outside of it',
      silence: { do: 'name' },
      names: [path('spec.hosts.*'), path('spec.address')],
      source: 'https://istio.io/latest/docs/reference/config/networking/service-entry/',
    }),
  ),
  // Only those in the namespace of istiod count.
  {
    kind: '/Secret',
    when: ['metadata', 'labels', 'istio/multiCluster'],
    is: 'true',
    acts: 'lets istiod watch another cluster and send requests to its pods',
    silence: { do: 'drop' },
    source: 'https://github.com/istio/istio/blob/master/pkg/kube/multicluster/secretcontroller.go',
  },
  {
    kind: 'telemetry.istio.io/Telemetry',
    acts: 'makes proxies send traces, metrics and logs to the providers of the mesh',
    silence: { do: 'name' },
    names: [path('spec.tracing.*.providers.*.name'), path('spec.accessLogging.*.providers.*.name')],
    source: 'https://istio.io/latest/docs/reference/config/telemetry/',
  },
  ...['Tunnel', 'ClusterTunnel', 'TunnelBinding', 'AccessTunnel'].map(
    (kind): OutsideRow => ({
      kind: `networking.cfargotunnel.com/${kind}`,
      acts: 'joins a Cloudflare tunnel and writes its DNS records',
      silence: { do: 'drop' },
      source:
        'https://github.com/adyanth/cloudflare-operator/blob/main/docs/configuration/tunnel-and-cluster-tunnel.md',
    }),
  ),
  ...['ngrok.k8s.ngrok.com/*', 'ingress.k8s.ngrok.com/*', 'bindings.k8s.ngrok.com/*'].map(
    (kind): OutsideRow => ({
      kind,
      acts: 'publishes a name through ngrok',
      silence: { do: 'drop' },
      source: 'https://github.com/ngrok/ngrok-operator/tree/main/helm/ngrok-crds/templates',
    }),
  ),
  {
    kind: 'aga.k8s.aws/GlobalAccelerator',
    acts: 'makes an accelerator that leads from the internet to its load balancers',
    silence: { do: 'drop' },
    source:
      'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/guide/globalaccelerator/spec.md',
  },
  ...LATTICE,
  ...TAILSCALE,
];
