import { isRecord } from '../../../kube/fields.ts';

const LISTS = ['own', 'disable'] as const;

/**
 * The rules of a request before those of its route's defaults, which hold for every run: a request adds rules, and takes none
 * away. Both as they were given, so that what is no list is left to the schema.
 */
export function rulesOfBoth(request: unknown, defaults: unknown): unknown {
  if (!isRecord(request) || !isRecord(defaults)) return request ?? defaults;
  const lists = LISTS.flatMap((name) => {
    const [asked, held] = [request[name], defaults[name]];
    return Array.isArray(asked) && Array.isArray(held) ? [[name, [...asked, ...held]] as const] : [];
  });
  const velero = veleroOfBoth(request.velero, defaults.velero);
  return { ...defaults, ...request, ...Object.fromEntries(lists), ...(velero === undefined ? {} : { velero }) };
}

const VELERO_LISTS = ['modifiers', 'images'] as const;

function veleroOfBoth(request: unknown, defaults: unknown): unknown {
  if (!isRecord(request) || !isRecord(defaults)) return request ?? defaults;
  const lists = VELERO_LISTS.flatMap((name) => {
    const [asked = [], held = []] = [request[name], defaults[name]];
    return Array.isArray(asked) && Array.isArray(held) ? [[name, [...asked, ...held]] as const] : [];
  });
  const { storageClasses: asked } = request;
  const { storageClasses: held } = defaults;
  const classes = isRecord(asked) && isRecord(held) ? { storageClasses: { ...asked, ...held } } : {};
  return { ...defaults, ...request, ...Object.fromEntries(lists), ...classes };
}
