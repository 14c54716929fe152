import { AZURE, NAMESPACE, ROUTE, STRATEGIES } from './names.ts';
import type { Options } from './options.ts';

interface Place {
  cluster: string;
  namespace: string;
}

/** One clone of the test: from where it is read, and into where. */
export interface Leg {
  route: string;
  from: Place;
  to: Place;
  /** Completes "Clone it into …" and "Compare the bytes that came …". */
  how: string;
  flags: readonly string[];
}

/** By each strategy between two clusters of EKS, or into Azure and from there back into AWS. */
export function legsOf({ clusters, azure }: Pick<Options, 'clusters' | 'azure'>): Leg[] {
  const from = { cluster: clusters.source, namespace: NAMESPACE };
  if (!azure)
    return Object.entries(STRATEGIES).map(([strategy, namespace]) => ({
      route: ROUTE,
      from,
      to: { cluster: clusters.target, namespace },
      how: `by ${strategy}`,
      flags: ['--strategy', strategy],
    }));
  const { intoAks, fromAks } = AZURE;
  const inAzure = { cluster: azure.cluster, namespace: intoAks.namespace };
  const back = { cluster: clusters.target, namespace: fromAks.namespace };
  return [
    { route: intoAks.route, from, to: inAzure, how: 'from AWS', flags: [] },
    { route: fromAks.route, from: inAzure, to: back, how: 'from Azure', flags: [] },
  ];
}
