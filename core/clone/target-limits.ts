import type { Problem } from '../errors.ts';
import type { Request } from './request.ts';
import type { RouteLimits } from './route.ts';

/** Whether a name is one of the patterns, in which `*` stands for any letters: `*-dev`. */
export const isWithin = (name: string, patterns: readonly string[]) =>
  patterns.some((pattern) => {
    const [head = '', ...rest] = pattern.split('*');
    if (rest.length === 0) return name === pattern;
    const tail = rest.at(-1)!;
    const middle = rest.slice(0, -1).every((part) => name.includes(part));
    return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail) && middle;
  });

/** Namespaces that a request would clone into and that the route's limits leave out. */
export function beyondTargetNamespaces(
  { selection, mappings }: Request,
  { name, limits }: { name: string; limits: Pick<RouteLimits, 'targetNamespaces'> },
): Problem[] {
  const allowed = limits.targetNamespaces;
  if (!allowed) return [];
  const problem = (at: string, home: string): Problem => ({
    at,
    message: `"${home}" is not allowed as a target on route "${name}"; allowed are ${allowed.join(', ')}.`,
  });
  return selection.namespaces.flatMap((namespace, at) => {
    const home = mappings.namespaces[namespace] ?? namespace;
    if (isWithin(home, allowed)) return [];
    return problem(
      namespace in mappings.namespaces ? `mappings.namespaces.${namespace}` : `selection.namespaces.${at}`,
      home,
    );
  });
}
