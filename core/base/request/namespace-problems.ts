import type { Problem } from '../errors.ts';
import { quiesces } from './quiesces.ts';
import type { Request } from './request.ts';
import type { Route } from './route.ts';

/**
 * What is wrong with the namespaces of a request. Every namespace of a cluster is far more than most who leave the
 * namespaces out have in mind, so it is cloned only where the request, or the defaults of the route, say so.
 */
export function namespaceProblems(
  request: Pick<Request, 'selection' | 'quiesce' | 'source'>,
  route: Pick<Route, 'name' | 'limits'>,
): Problem[] {
  const { namespaces, allNamespaces } = request.selection;
  const { namespaces: allowed } = route.limits;
  if (namespaces.length > 0) {
    return [
      ...(allNamespaces
        ? [at('allNamespaces', 'Give selection.namespaces or selection.allNamespaces, not both.')]
        : []),
      ...namespaces.flatMap((name) =>
        allowed && !allowed.includes(name)
          ? [at('namespaces', `"${name}" is not allowed on route "${route.name}"; allowed are ${allowed.join(', ')}.`)]
          : [],
      ),
    ];
  }
  // Those of the capture, which are known when the run begins, and checked then.
  if (request.source.capture !== undefined && !allNamespaces) return [];
  if (allowed) return [at('namespaces', `Name the namespaces: route "${route.name}" allows ${allowed.join(', ')}.`)];
  if (quiesces(request.quiesce))
    return [at('namespaces', 'Name the namespaces: a run gets the right to quiesce in these alone.')];
  if (allNamespaces) return [];
  return [
    at(
      'namespaces',
      'Say which namespaces are meant: name them here (--namespace), or set selection.allNamespaces to true (--all-namespaces) for every one but those of the system. The route has no default for them.',
    ),
  ];
}

const at = (field: string, message: string): Problem => ({ at: `selection.${field}`, message });
