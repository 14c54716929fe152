import type { Request } from '../../base/request/request.ts';
import type { SourceIndex } from '../../translate/context.ts';

/** Claims that a request names for their volumes, and the selection has not, each with its field. */
export function unknownClaims(
  request: Pick<Request, 'volumes'>,
  index: Pick<SourceIndex, 'claims'>,
): { claim: string; field: string }[] {
  const { claims, origins = {}, sizes = {} } = request.volumes;
  const named = { 'volumes.claims': claims, 'volumes.origins': origins, 'volumes.sizes': sizes };
  return Object.entries(named).flatMap(([field, entries]) =>
    Object.keys(entries).flatMap((claim) => (claim in index.claims ? [] : { claim, field })),
  );
}
