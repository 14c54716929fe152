/** Finds the operation of a rest service by method, path and flags: `GET /{Bucket}?list-type=2`, `PUT /{Bucket}/{Key+}`. */
import type { Service } from '../../../base/service.ts';
import type { HttpRequest } from '../http-message.ts';

interface Route {
  operation: string;
  method: string;
  pattern: RegExp;
  labels: string[];
  /** Query members that must be there, with this value unless it is ''. */
  flags: [name: string, value: string][];
}

const compiled = new WeakMap<Service, Route[]>();

/** `operation` is `METHOD /path` when no route fits. Labels are decoded; a query member that comes twice is a list. */
export function matchRoute(
  service: Service,
  request: HttpRequest,
): { operation: string; members: Record<string, unknown> } {
  const query = new Map(request.query);
  const fits = ({ method, flags }: Route) =>
    method === request.method &&
    flags.every(([name, value]) => query.has(name) && (!value || query.get(name) === value));
  for (const route of routesOf(service)) {
    const match = fits(route) && route.pattern.exec(request.path);
    if (!match) continue;
    const labels = route.labels.map((label, index) => [label, decodeURIComponent(match[index + 1] ?? '')]);
    return { operation: route.operation, members: { ...queryMembers(request.query), ...Object.fromEntries(labels) } };
  }
  return { operation: `${request.method} ${request.path}`, members: {} };
}

function routesOf(service: Service): Route[] {
  let routes = compiled.get(service);
  if (!routes) {
    routes = Object.entries(service.routes ?? {})
      .map(([operation, route]) => compile(operation, route))
      .sort((a, b) => b.flags.length - a.flags.length || a.labels.length - b.labels.length);
    compiled.set(service, routes);
  }
  return routes;
}

function compile(operation: string, route: string): Route {
  const [method = '', target = ''] = route.split(' ');
  const [path = '', flags = ''] = target.split('?');
  const labels: string[] = [];
  const pattern = path.replace(/\{(\w+)(\+?)\}|[.*+?^$()|[\]\\]/g, (text, label?: string, greedy?: string) => {
    if (!label) return `\\${text}`;
    labels.push(label);
    return greedy ? '(.+)' : '([^/]+)';
  });
  return {
    operation,
    method,
    pattern: new RegExp(`^${pattern}/?$`),
    labels,
    flags: [...new URLSearchParams(flags)],
  };
}

/** What presigning puts into a URL, and the SDK's own mark of the operation. */
const OF_THE_SIGNATURE =
  /^(x-id|x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|checksum-mode))$/i;

function queryMembers(query: HttpRequest['query']): Record<string, string | string[]> {
  const members: Record<string, string | string[]> = {};
  for (const [name, value] of query) {
    if (OF_THE_SIGNATURE.test(name)) continue;
    const before = members[name];
    members[name] = before === undefined ? value : [before, value].flat();
  }
  return members;
}
