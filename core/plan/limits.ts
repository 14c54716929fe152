import type { Finding } from '../../kube/finding.ts';
import { type ObjectRef, refText } from '../../kube/kube-object.ts';
import type { Route } from '../base/request/route.ts';
import { isWithin } from '../base/request/target-limits.ts';
import { brings } from '../base/strategies.ts';
import { kindKey } from '../translate/pod-templates.ts';
import { isCalled } from '../translate/selection.ts';
import { OWN_CLUSTER_SCOPE } from '../translate/tables/risks.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';

/** A plan that exceeds the limits of its route is blocked, whoever asks. */
export function beyondLimits(route: Route, volumes: PlannedVolume[], dollars: number): Finding[] {
  const moving = volumes.filter(brings);
  const gibibytes = moving.reduce((sum, volume) => sum + volume.sizeGiB, 0);
  const { limits } = route;
  const checks: [number | undefined, number, string][] = [
    [limits.volumes, moving.length, 'volumes'],
    [limits.gibibytes, gibibytes, 'GiB'],
    [limits.dollars, dollars, 'dollars (estimated)'],
  ];
  return checks.flatMap(([limit, wanted, unit]) =>
    limit === undefined || wanted <= limit
      ? []
      : [
          {
            severity: 'blocker' as const,
            object: { apiVersion: 'kubeferry', kind: 'Route', name: route.name },
            path: `/limits/${unit.split(' ')[0]}`,
            current: wanted,
            proposed: limit,
            rule: 'route-limits',
            sentence: `The plan needs ${wanted} ${unit}, and route "${route.name}" allows ${limit}. Select less, or have the route's limit raised.`,
          },
        ],
  );
}

/** What would be put where the route allows nothing: another namespace, or cluster scope. `targets` as they are applied. */
export function beyondTargets({ name, limits }: Route, targets: readonly ObjectRef[]): Finding[] {
  const { targetNamespaces, clusterScope } = limits;
  const homes = new Set(targets.map((ref) => (kindKey(ref) === '/Namespace' ? ref.name : (ref.namespace ?? ''))));
  const outside = [...homes].filter((home) => home !== '' && targetNamespaces && !isWithin(home, targetNamespaces));
  const wide = targets.filter(
    (ref) =>
      !ref.namespace && clusterScope && !OWN_CLUSTER_SCOPE.includes(kindKey(ref)) && !isAllowed(ref, clusterScope),
  );
  return [
    ...outside.map((home) =>
      blocker(
        { apiVersion: 'v1', kind: 'Namespace', name: home },
        `Namespace "${home}" of the target is not allowed on route "${name}"; allowed are ${targetNamespaces!.join(', ')}. Map to one of these in mappings.namespaces.`,
      ),
    ),
    ...wide.map((ref) =>
      blocker(
        ref,
        `${refText(ref)} is of cluster scope, and route "${name}" allows of it ${clusterScope!.join(', ') || 'nothing'}. Keep its kind out with selection.excludeKinds, or have limits.clusterScope of the route widened.`,
      ),
    ),
  ];
}

const isAllowed = (ref: ObjectRef, clusterScope: readonly string[]) => clusterScope.some((kind) => isCalled(ref, kind));

const blocker = (object: ObjectRef, sentence: string): Finding => ({
  severity: 'blocker',
  object,
  path: '',
  rule: 'route-limits',
  sentence,
});
