import type { Finding } from '../../../../kube/finding.ts';
import type { Blueprint } from '../blueprint.ts';
import { ADDON_FATES, UNKNOWN_ADDON } from './addons.data.ts';
import type { AksBlueprint } from './aks-blueprint.ts';
import { aksFinding } from './aks-finding.ts';

interface Features {
  storage: AksBlueprint['cluster']['storage'];
  addons: AksBlueprint['cluster']['addons'];
  workloadIdentity: boolean;
  findings: Finding[];
}

/** The features of AKS for the add-ons of EKS; disks, shares and snapshots are on as AKS has them on by itself. */
export function addonsOf(cluster: string, { addons, cluster: { autoMode } }: Blueprint): Features {
  const fates = addons.map(({ name }) => ({ name, fate: ADDON_FATES[name] ?? UNKNOWN_ADDON }));
  const has = (feature: string) =>
    fates.some(({ fate }) => fate !== 'own' && 'feature' in fate && fate.feature === feature);
  return {
    storage: { disk: true, file: true, snapshots: true, blob: has('blob') },
    addons: has('keyVault') ? { azureKeyvaultSecretsProvider: { config: {} } } : {},
    // Auto Mode brings the agent of Pod Identity.
    workloadIdentity: has('workloadIdentity') || autoMode !== undefined,
    findings: fates.flatMap(({ name, fate }) => {
      if (fate === 'own') return [];
      if ('left' in fate)
        return aksFinding('warning', cluster, `addons.${name}`, `The add-on ${name} is left behind: ${fate.left}.`);
      if (!fate.told) return [];
      return aksFinding(
        'warning',
        cluster,
        `addons.${name}`,
        `The add-on ${name} becomes a feature of AKS: ${fate.told}.`,
      );
    }),
  };
}
