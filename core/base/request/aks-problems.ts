import type { Problem } from '../errors.ts';
import type { Request } from './request.ts';
import type { Route } from './route.ts';

/** What no run does where its route ends at a cluster of AKS. */
export function aksProblems(
  { migrate, volumes }: Pick<Request, 'migrate' | 'volumes'>,
  { name, target }: { name: string; target?: Pick<Route['target'], 'kind'> },
): Problem[] {
  if (target?.kind !== 'aks') return [];
  return [
    ...(migrate
      ? [
          {
            at: 'migrate',
            message: `Route "${name}" ends at a cluster of AKS, and Azure fills a disk once, so that no round goes on from the one before; set "cutOver" alone, which copies while the source stands still.`,
          },
        ]
      : []),
    ...(volumes.initializationRate === undefined
      ? []
      : [
          {
            at: 'volumes.initializationRate',
            message: `Route "${name}" ends at a cluster of AKS, whose disks have all of their data before they are attached: EBS alone fills volumes at a rate; leave it out.`,
          },
        ]),
  ];
}
