import { path } from '../../fields.ts';
import type { OutsideRow } from './row.ts';

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
  {
    kind: 'tailscale.com/*',
    acts: 'joins a tailnet',
    silence: { do: 'drop' },
    source: 'https://tailscale.com/kb/1236/kubernetes-operator',
  },
];
