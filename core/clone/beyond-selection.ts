import type { Problem } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { Request, RequestInput } from './request.ts';

/**
 * What a request names outside of the namespaces that it selects, so that it would do nothing. What the route's defaults
 * map is no mistake: they are of the route, and a request may select less.
 */
export function beyondSelection({ selection }: Request, given: RequestInput): Problem[] {
  const { namespaces, objects = [] } = selection;
  if (namespaces.length === 0) return [];
  const unselected = (at: string, name: string, wayOut: string): Problem[] =>
    namespaces.includes(name)
      ? []
      : [{ at, message: `"${name}" is not in selection.namespaces; ${didYouMean(name, namespaces)} ${wayOut}` }];
  return [
    ...Object.keys(given.mappings?.namespaces ?? {}).flatMap((name) =>
      unselected(`mappings.namespaces.${name}`, name, 'Select it as well, or leave the mapping out.'),
    ),
    ...objects.flatMap(({ namespace }, at) =>
      namespace === undefined
        ? []
        : unselected(`selection.objects.${at}.namespace`, namespace, 'Select it as well, or leave the object out.'),
    ),
  ];
}
