import type { Problem } from '../errors.ts';
import type { Request } from './request.ts';
import type { Route } from './route.ts';

/** What no run does yet where an end of its route is a cluster of AKS. */
export function aksProblems(
  request: Pick<Request, 'onConflict' | 'migrate'>,
  {
    name,
    source,
    target,
  }: { name: string; source?: Pick<Route['source'], 'kind'>; target?: Pick<Route['target'], 'kind'> },
): Problem[] {
  const isTarget = target?.kind === 'aks';
  const isEither = isTarget || source?.kind === 'aks';
  return [
    ...(isTarget && request.onConflict === 'refresh'
      ? [
          {
            at: 'onConflict',
            message: `Route "${name}" ends at a cluster of AKS, in which no run takes the place of a clone; clone into a namespace of its own with "onConflict": "fail".`,
          },
        ]
      : []),
    ...(isEither && request.migrate
      ? [
          {
            at: 'migrate',
            message: `Route "${name}" has an end in AKS, and disks of Azure are not copied in rounds; set "cutOver" alone, which copies while the source stands still.`,
          },
        ]
      : []),
  ];
}
