import type { Problem } from '../errors.ts';
import type { Request } from './request.ts';
import type { RouteLimits } from './route.ts';

/** Whether a name is one of the patterns, in which `*` stands for any letters: `*-dev`. */
export const isWithin = (name: string, patterns: readonly string[]) => patterns.some((pattern) => fits(name, pattern));

/** Each part where the one before it has ended, as early as it goes: then there is room for all, if there is at all. */
function fits(name: string, pattern: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return name === pattern;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}

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
