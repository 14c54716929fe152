import type { Problem } from '../errors.ts';
import { didYouMean, distance } from '../nearest.ts';
import type { Request } from './request.ts';

/** What a request names outside of the namespaces that it selects, so that it would not do what is meant. */
export function beyondSelection({ selection, mappings, quiesce }: Request): Problem[] {
  const { namespaces, objects = [] } = selection;
  if (namespaces.length === 0) return [];
  return [
    ...misspelt(Object.keys(mappings.namespaces), namespaces),
    ...unselected(objects, namespaces),
    ...hooksOutside(quiesce.hooks, namespaces),
  ];
}

/**
 * A run acts in the namespaces that it clones and in no other, whatever the role that all runs share may do at that
 * moment. Asked of a request first, and again with the namespaces that were found where the hooks run.
 */
export const hooksOutside = (hooks: Pick<Request['quiesce']['hooks'][number], 'namespace'>[], namespaces: string[]) =>
  hooks.flatMap(({ namespace }, at): Problem[] =>
    namespaces.includes(namespace)
      ? []
      : [
          {
            at: `quiesce.hooks.${at}.namespace`,
            message: `"${namespace}" is not in selection.namespaces, and a run acts in no other; ${didYouMean(namespace, namespaces)} Select it as well, or leave the hook out.`,
          },
        ],
  );

/** So many letters off, a name is taken for another one. */
const SLIP = 2;

/**
 * A namespace that is mapped and not selected is one whose services the workload calls: their DNS names change. It is a
 * mistake where it is almost the name of a selected one that nothing maps.
 */
function misspelt(mapped: string[], namespaces: string[]): Problem[] {
  const unmapped = namespaces.filter((name) => !mapped.includes(name));
  return mapped
    .filter((name) => !namespaces.includes(name) && unmapped.some((each) => distance(name, each) <= SLIP))
    .map((name) => ({
      at: `mappings.namespaces.${name}`,
      message: `"${name}" is not in selection.namespaces; ${didYouMean(name, unmapped)} Correct it, or map both.`,
    }));
}

const unselected = (objects: NonNullable<Request['selection']['objects']>, namespaces: string[]): Problem[] =>
  objects.flatMap(({ namespace }, at) =>
    namespace === undefined || namespaces.includes(namespace)
      ? []
      : {
          at: `selection.objects.${at}.namespace`,
          message: `"${namespace}" is not in selection.namespaces; ${didYouMean(namespace, namespaces)} Select it as well, or leave the object out.`,
        },
  );
