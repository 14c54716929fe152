import { KubeferryError } from '../../core/base/errors.ts';
import type { VmSizeOffer } from '../../core/base/ports/aks-factory.ts';
import { CONTAINER_SERVICE } from './aks-cluster.ts';
import type { ResourceManager } from './resource-manager.ts';

/** https://learn.microsoft.com/rest/api/compute/resource-skus/list */
const COMPUTE_SKUS = '2021-07-01';

interface OfferedVersion {
  version?: string;
  isPreview?: boolean;
  capabilities?: { supportPlan?: string[] };
}

interface Sku {
  resourceType?: string;
  name?: string;
  locationInfo?: { location?: string; zones?: string[] }[];
  restrictions?: { type?: string; restrictionInfo?: { zones?: string[] } }[];
}

/**
 * Minor versions that are no preview and have the support plan: older ones are there for long-term support alone
 * (https://learn.microsoft.com/rest/api/aks/managed-clusters/list-kubernetes-versions). Undefined when the caller may not ask, which is a
 * right on the whole subscription.
 */
export const offeredVersions = (
  arm: ResourceManager,
  subscription: string,
  location: string,
  supportPlan = 'KubernetesOfficial',
) =>
  ifAllowed(async () => {
    const { body } = await arm.call({
      what: `list the versions of Kubernetes in ${location}`,
      method: 'GET',
      id: `/subscriptions/${subscription}/providers/Microsoft.ContainerService/locations/${location}/kubernetesVersions`,
      version: CONTAINER_SERVICE,
    });
    const { values = [] } = (body ?? {}) as { values?: OfferedVersion[] };
    return values
      .filter(({ isPreview, capabilities }) => !isPreview && (capabilities?.supportPlan?.includes(supportPlan) ?? true))
      .flatMap(({ version }) => version ?? [])
      .toSorted(byMinor);
  });

const byMinor = (a: string, b: string) => Number(a.split('.')[1]) - Number(b.split('.')[1]);

/** Without sizes, and zones, that are closed to the subscription. Undefined when the caller may not ask. */
export const offeredSizes = (
  arm: ResourceManager,
  subscription: string,
  location: string,
  sizes: readonly string[],
): Promise<VmSizeOffer[] | undefined> =>
  ifAllowed(async () => {
    const skus = await arm.list<Sku>({
      what: `list the machines of ${location}`,
      id: `/subscriptions/${subscription}/providers/Microsoft.Compute/skus`,
      version: COMPUTE_SKUS,
      query: { $filter: `location eq '${location}'` },
    });
    const wanted = new Set(sizes.map((size) => size.toLowerCase()));
    return skus
      .filter(({ resourceType, name = '' }) => resourceType === 'virtualMachines' && wanted.has(name.toLowerCase()))
      .filter(({ restrictions = [] }) => !restrictions.some(({ type }) => type === 'Location'))
      .flatMap(({ name = '', locationInfo = [], restrictions = [] }) => {
        const closed = restrictions.flatMap(({ restrictionInfo }) => restrictionInfo?.zones ?? []);
        // A row is of one location.
        const here = locationInfo.find((each) => each.location?.toLowerCase() === location);
        if (!here) return [];
        return { size: name, zones: (here.zones ?? []).filter((zone) => !closed.includes(zone)).toSorted() };
      });
  });

async function ifAllowed<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof KubeferryError && error.name === 'AccessDenied') return undefined;
    throw error;
  }
}
