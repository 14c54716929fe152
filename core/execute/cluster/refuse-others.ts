import { KubeferryError } from '../../base/errors.ts';
import { TAG } from '../../base/run/names.ts';
import type { Origin } from '../../plan/cluster/create-requests.ts';
import { isBeingCreated, refuseOtherRoute } from '../../plan/cluster/is-to-be-created.ts';

export type Tags = Record<string, string>;

/**
 * A run continues with what another one of its route has begun and not ended, since both mean the same cluster; that stays
 * the other's to take back.
 */
export async function refuseOthers(
  name: string,
  tags: Tags,
  { cloneId, route }: Origin,
  isBeingTakenBack: (cloneId: string) => Promise<boolean>,
): Promise<void> {
  if (!isBeingCreated(tags)) throw notOurs(name);
  refuseOtherRoute(name, tags, route);
  const maker = tags[TAG.cloneId] ?? '';
  if (maker !== cloneId && (await isBeingTakenBack(maker)))
    throw new KubeferryError(
      'ClusterFailed',
      `Cluster "${name}" was begun by run ${maker}, which is taking it back. Start a new run when it is gone.`,
    );
}

const notOurs = (cluster: string) =>
  new KubeferryError(
    'ClusterFailed',
    `Cluster "${cluster}" is there, and no run of kubeferry is making it: somebody else made it since the plan. It was left as it is. Start a new run, which then uses it.`,
  );
