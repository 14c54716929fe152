import { FROM_AKS, NEW_AKS, NEW_WITHIN_AZURE, TO_AKS, VELERO_TO_AKS, WITHIN_AZURE } from './aks.ts';
import { factoryConfig } from './from-kubernetes.ts';
import { WITH_BACKUPS } from './from-restic.ts';
import { WITH_HANDING } from './handing/asked.ts';
import { WITH_MASKING } from './masking.ts';
import type { DemoInput } from './options.ts';
import { SAME_ACCOUNT } from './same-account.ts';
import { FROM_VELERO } from './velero/add-backups.ts';

/** The configuration that a demo is about; undefined for the example's. */
export async function configOf({
  createCluster,
  from,
  to,
  federated,
  mask,
  sameAccount,
  handOver,
}: DemoInput): Promise<string | undefined> {
  if (from === 'kubernetes') return factoryConfig(federated ? 'federated' : 'token');
  if (from === 'aks' && to === 'aks') return createCluster ? NEW_WITHIN_AZURE : WITHIN_AZURE;
  if (from === 'aks') return FROM_AKS;
  if (to === 'aks' && from === 'velero') return VELERO_TO_AKS;
  if (to === 'aks') return createCluster ? NEW_AKS : TO_AKS;
  if (from === 'velero') return FROM_VELERO;
  if (from === 'restic') return WITH_BACKUPS;
  if (mask) return WITH_MASKING;
  if (handOver) return WITH_HANDING;
  return sameAccount ? SAME_ACCOUNT : undefined;
}
