import { path } from '../../fields.ts';
import type { OutsideRow } from './row.ts';

const ESO = 'https://external-secrets.io/latest/api/';

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
      source: 'https://cert-manager.io/docs/configuration/acme/dns01/route53/',
    }),
  ),
  ...['PushSecret', 'ClusterPushSecret'].map(
    (kind): OutsideRow => ({
      kind: `external-secrets.io/${kind}`,
      acts: 'writes Secrets of the cluster into a store',
      silence: { do: 'drop' },
      names: [path('spec.secretStoreRefs.*.name'), path('spec.pushSecretSpec.secretStoreRefs.*.name')],
      source: `${ESO}pushsecret/`,
    }),
  ),
  ...['SecretStore', 'ClusterSecretStore'].map(
    (kind): OutsideRow => ({
      kind: `external-secrets.io/${kind}`,
      acts: 'lets the clone read what its original reads',
      silence: { do: 'name' },
      names: [path('spec.provider.aws.role'), path('spec.provider.aws.region'), path('spec.provider.vault.server')],
      source: `${ESO}secretstore/`,
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
      source: 'https://github.com/adyanth/cloudflare-operator/blob/main/docs/configuration.md',
    }),
  ),
  ...['ngrok.k8s.ngrok.com/*', 'ingress.k8s.ngrok.com/*'].map(
    (kind): OutsideRow => ({
      kind,
      acts: 'publishes a name through ngrok',
      silence: { do: 'drop' },
      source: 'https://ngrok.com/docs/k8s/',
    }),
  ),
  {
    kind: 'tailscale.com/*',
    acts: 'joins a tailnet',
    silence: { do: 'drop' },
    source: 'https://tailscale.com/kb/1236/kubernetes-operator',
  },
];
