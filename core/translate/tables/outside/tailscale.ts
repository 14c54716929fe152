import { path } from '../../../../kube/fields.ts';
import type { OutsideRow } from './row.ts';

const OPERATOR = 'https://github.com/tailscale/tailscale/blob/main/cmd/k8s-operator';
const annotation = (name: string) => ['metadata', 'annotations', `tailscale.com/${name}`];

/** What of an object makes the operator start a proxy that leads a tailnet to a Service, or a Service to a tailnet. */
export const TAILSCALE: readonly OutsideRow[] = [
  {
    kind: 'tailscale.com/*',
    acts: 'joins a tailnet',
    silence: { do: 'drop' },
    source: `${OPERATOR}/deploy/crds`,
  },
  {
    kind: '/Service',
    when: annotation('expose'),
    is: 'true',
    acts: 'is published in a tailnet',
    silence: { do: 'remove', at: annotation('expose') },
    names: [annotation('hostname'), annotation('tags')],
    source: `${OPERATOR}/svc.go`,
  },
  {
    kind: '/Service',
    when: path('spec.loadBalancerClass'),
    is: 'tailscale',
    acts: 'is published in a tailnet',
    silence: { do: 'name' },
    names: [annotation('hostname'), annotation('tags')],
    source: `${OPERATOR}/svc.go`,
  },
  ...['tailnet-fqdn', 'tailnet-ip', 'ts-tailnet-target-ip'].map(
    (name): OutsideRow => ({
      kind: '/Service',
      when: annotation(name),
      acts: 'leads to a machine of a tailnet',
      silence: { do: 'name' },
      names: [annotation(name)],
      source: `${OPERATOR}/svc.go`,
    }),
  ),
  {
    kind: 'networking.k8s.io/Ingress',
    when: path('spec.ingressClassName'),
    is: 'tailscale',
    acts: 'is published in a tailnet, or by its funnel to the internet',
    silence: { do: 'drop' },
    names: [path('spec.tls.*.hosts.*')],
    source: `${OPERATOR}/ingress.go`,
  },
];
