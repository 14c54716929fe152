import { CLUSTER_NAME_TAGS, CLUSTER_TAG_PREFIX } from './tables/node-kinds.ts';

/** Tags that name a cluster, with the name of another; the same object when none does. */
export function renameClusterTags<T extends Record<string, unknown>>(tags: T, from: string, to: string): T {
  const renamed = Object.entries(tags).map(([key, value]): [string, unknown] => {
    if (key === `${CLUSTER_TAG_PREFIX}${from}`) return [`${CLUSTER_TAG_PREFIX}${to}`, value];
    return [key, CLUSTER_NAME_TAGS.includes(key) && value === from ? to : value];
  });
  return renamed.every(([key, value]) => tags[key] === value) ? tags : (Object.fromEntries(renamed) as T);
}
