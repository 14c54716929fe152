import { type Lineage, lineagesOf, newestPair } from '../../base/run/lineage.ts';
import { GIB } from '../../base/sizes.ts';
import { monthlyOf, monthlyOfOne } from '../../plan/cost/usage.ts';
import type { LineageView } from './lineage-schemas.ts';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import { type ApiRequest, type ApiTools, routeOf } from './request.ts';

export async function listLineages(request: ApiRequest, tools: ApiTools): Promise<ApiAnswer> {
  const { name } = routeOf(tools, request);
  const lineages = await lineagesOf(tools.store, name);
  return jsonAnswer(200, { lineages: lineages.flatMap((lineage) => viewOf(lineage) ?? []) });
}

/** Nothing of one whose snapshots are all about to go. */
function viewOf(lineage: Lineage): LineageView | undefined {
  const pair = newestPair(lineage);
  if (!pair) return undefined;
  const { claim, clones, pairs, untilTold } = lineage;
  const { sourceVolumeId, source, target, bytes, sizeGiB, madeBy, takenAt } = pair;
  return {
    claim,
    sourceVolumeId,
    sourceSnapshotId: source.snapshotId,
    targetSnapshotId: target.snapshotId,
    madeBy,
    takenAt,
    ...(bytes === undefined ? {} : { gibibytes: bytes / GIB }),
    // What Azure bills of its own nobody here knows.
    dollarsAMonth: (source.group ? monthlyOfOne : monthlyOf)(bytes === undefined ? sizeGiB : bytes / GIB),
    clones,
    until: untilTold ? 'told' : 'no-clone',
    heldBy: [...new Set(pairs.flatMap(({ heldBy }) => heldBy.map(({ cloneId }) => cloneId)))],
  };
}
