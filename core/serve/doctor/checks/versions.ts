import type { Route } from '../../../base/request/route.ts';
import { checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const minor = (version: string) => Number(version.split('.')[1]);

/** An older target may not serve what the source writes; runs translate, and the plan says what is left. */
export const checkVersions: RouteCheck = ({ target: end }, { source, target }) => {
  if (!('value' in source.cluster && 'value' in target.cluster)) return [];
  const { ok, warning } = checkNamed('versions');
  const [from, to] = [source.cluster.value.version, target.cluster.value.version];
  const found = from === to ? `both ${to}` : `${from} to ${to}`;
  if (!(minor(to) < minor(from))) return [ok(`Kubernetes`, found)];
  return [
    warning({
      thing: 'Kubernetes',
      found,
      sentence:
        'The target is older than the source: objects go in versions that both serve, and kinds or fields that only the newer one has are dropped or refused. The plan names them.',
      fix: upgradeOf(end, `1.${minor(to) + 1}`),
    }),
  ];
};

const upgradeOf = (end: Route['target'], version: string) =>
  end.kind === 'aks'
    ? `az aks upgrade --subscription ${end.subscription} --resource-group ${end.resourceGroup} --name ${end.cluster} --kubernetes-version ${version}`
    : `aws eks update-cluster-version --name ${end.cluster} --region ${end.region} --kubernetes-version ${version}`;
