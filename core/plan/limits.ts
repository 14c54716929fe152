import type { Route } from '../clone/route.ts';
import type { Finding } from '../manifests/finding.ts';
import type { PlannedVolume } from '../volumes/volume-plan.ts';

/** A plan that exceeds the limits of its route is blocked, whoever asks. */
export function beyondLimits(route: Route, volumes: PlannedVolume[], dollars: number): Finding[] {
  const moving = volumes.filter((volume) => volume.strategy !== 'skip');
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
