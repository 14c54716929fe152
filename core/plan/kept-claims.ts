import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { Request } from '../base/request/request.ts';
import type { SourceIndex } from '../translate/context.ts';
import { readPresentClaims } from './refresh/find-former.ts';
import { targetClaim } from './volumes/target-claim.ts';

/**
 * Source claims whose counterpart in the target keeps its data, with the EBS volume that it is on ('' for other storage).
 * With `skip` that is every claim that is there, and with `update` every bound one, since a bound claim never changes its
 * volume (https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding). A refresh re-creates them instead.
 */
export async function findKeptClaims(
  api: ClusterApi,
  index: Pick<SourceIndex, 'claims'>,
  request: Pick<Request, 'mappings' | 'onConflict'>,
): Promise<Record<string, string>> {
  const { onConflict } = request;
  if (onConflict !== 'skip' && onConflict !== 'update') return {};
  const sources = Object.keys(index.claims).toSorted();
  const present = await readPresentClaims(
    api,
    sources.map((claim) => targetClaim(claim, request)),
  );
  return Object.fromEntries(
    sources.flatMap((claim): [string, string][] => {
      const found = present.get(targetClaim(claim, request));
      const isBound = Boolean((found?.claim.spec as { volumeName?: string } | undefined)?.volumeName);
      return found && (isBound || onConflict === 'skip') ? [[claim, found.volumeId]] : [];
    }),
  );
}
