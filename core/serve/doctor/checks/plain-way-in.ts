import type { AksCluster } from '../../../base/request/aks-cluster.ts';
import type { Route } from '../../../base/request/route.ts';
import type { Side } from '../facts.ts';

/** What to look at, or to write, where a cluster that is none of EKS does not answer, or does not let the run in. */
export function plainWayIn(end: Route[Side], isShut: boolean): string {
  if (end.kind === 'aks') return lookOf(end);
  return isShut
    ? "source: { endpoint: 'https://…', connector: { … }, … }   in kubeferry.config.ts, then npx cdk deploy --all"
    : 'npm run -s kubeferry -- rbac';
}

/** Whether it is public, whom it lets in, and whether it asks Entra ID. */
const lookOf = ({ resourceGroup, cluster, subscription }: AksCluster) =>
  `az aks show --subscription ${subscription} --resource-group ${resourceGroup} --name ${cluster} --query "{api: apiServerAccessProfile, entra: aadProfile}"`;
