/**
 * The id of a volume, to compare it with others: one of Azure is the same in whatever letters it is written, as its API, its driver and
 * people write it in their own (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules).
 */
export const volumeKey = (id: string): string => (id.startsWith('/') ? id.toLowerCase() : id);

/** Whether a volume is one of those. */
export function amongVolumes(ids: Iterable<string>): (id: string) => boolean {
  const keys = new Set([...ids].map(volumeKey));
  return (id) => keys.has(volumeKey(id));
}
