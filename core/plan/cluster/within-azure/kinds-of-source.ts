import type { Finding } from '../../../../kube/finding.ts';
import { aksFinding } from '../aks/aks-finding.ts';
import type { Described } from '../read-parts.ts';

/** What Azure calls a cluster whose control plane is a managed identity (https://learn.microsoft.com/azure/aks/use-managed-identity). */
const BY_IDENTITY = 'msi';

/** What a source is and the new cluster is not, because kubeferry makes clusters of one kind: base ones with managed identities. */
export function kindsOfSource(name: string, { sku, properties }: Described): Finding[] {
  const principal = String(properties?.servicePrincipalProfile?.clientId ?? BY_IDENTITY);
  const told = (field: string, sentence: string, current: string) =>
    aksFinding('warning', name, field, sentence, { current });
  return [
    ...(principal === BY_IDENTITY
      ? []
      : [
          told(
            'cluster.identity',
            `The source uses service principal ${principal}; the new cluster has a managed identity, which has none of its rights on networks, disks and registries: name one that has them in the route's target.create.identity (and kubeletIdentity, which pulls images).`,
            principal,
          ),
        ]),
    ...(sku?.name === 'Automatic'
      ? [
          told(
            'cluster.tier',
            'The source is of AKS Automatic; the new cluster is a base one with the node pools of this plan. What Automatic does by itself (upgrades, safeguards of deployments, machines for pods) is on where this plan says so.',
            'Automatic',
          ),
        ]
      : []),
  ];
}
