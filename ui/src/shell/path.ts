import { useSyncExternalStore } from 'react';

const now = () => (location.hash.startsWith('#/') ? location.hash.slice(1) : '/');

function listen(changed: () => void) {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

/** The path behind `#` in the address: `/routes/prod-to-dev/runs/clone-1`. */
export const usePath = (): string => useSyncExternalStore(listen, now);

export const go = (path: string): void => {
  location.hash = path;
};

export const runPath = (route: string, id: string) => `/routes/${route}/runs/${id}`;

export const schedulePath = (route: string, name: string) => `/routes/${route}/schedules/${name}`;

/** The parts of a path that a pattern names, such as `/routes/:route`; undefined when it is another. */
export function matched(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('?')[0]?.split('/') ?? []];
  if (wanted.length !== given.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    if (part.startsWith(':')) labels[part.slice(1)] = decodeURIComponent(given[at] ?? '');
    else if (part !== given[at]) return undefined;
  }
  return labels;
}
