import type { Volume } from '../../base/ports/volume-storage.ts';
import type { ClusterFacts, SourceIndex } from '../../translate/context.ts';
import { targetClassName, targetDriver } from '../../translate/storage-class-map.ts';
import type { PlanInputs } from '../inputs.ts';
import { findMovers } from '../movers/find-movers.ts';
import { findFiles } from '../origins/find-files.ts';
import { findOrigins } from '../origins/find-origins.ts';
import type { HeldVolumes } from '../origins/held-volumes.ts';
import { claimsOfFiles } from '../origins/other-storage.ts';
import { NOT_MADE_YET, translationContext } from '../translation-context.ts';
import { findCrowdedNodes } from './crowded-nodes.ts';
import { findHandingObstacles } from './may-hand-over.ts';
import { planVolumes } from './plan-volumes.ts';
import { readLineages } from './read-lineages.ts';
import { readInstances, readSourceKeys, readSourceVolumes } from './read-source.ts';

/** Reads what is known of the volumes and of what their data may come from, and chooses the way of each. */
export async function decideVolumes(
  inputs: PlanInputs,
  index: SourceIndex,
  source: ClusterFacts,
  target: ClusterFacts,
) {
  const { clone, request } = inputs;
  const held = 'held' in inputs.source ? inputs.source.held : undefined;
  const volumes = held ? new Map<string, Volume>() : await readSourceVolumes(inputs.source.storage, index);
  const origins = await findOrigins(inputs.source.storage, request.volumes, index);
  const files = new Map([
    ...(await findFiles(inputs.source.openRepository, clone.route, request.volumes, index, volumes)),
    ...(await findMovers(inputs.source.api, { route: clone.route, request, cloneId: clone.cloneId, index })),
  ]);
  const encrypted = [...volumes.values(), ...[...origins.values()].flat(), ...snapshotsOf(held)];
  const keys = await readSourceKeys(inputs.source.keys, inputs.target.keys, encrypted);
  const context = translationContext({
    request,
    source,
    target,
    index,
    volumes: notMadeYet(claimsOfFiles({ files, held })),
  });
  const { storage } = inputs.source;
  const { name } = clone.route;
  const known = await readLineages(storage, inputs.target.storage, inputs.store, name, index, volumes);
  const planned = planVolumes({
    clone,
    request,
    index,
    source,
    target,
    volumes,
    origins,
    files,
    held,
    instances: await readInstances(inputs.source.storage, volumes.values()),
    keys,
    known,
    before: inputs.before,
    uses: held ? new Map() : await findHandingObstacles(inputs.source.api, clone.route, request, index),
    targetClassOf: (name) => targetClassName(name, context),
    targetDriverOf: (name) => targetDriver(name, context),
  });
  const crowded = await findCrowdedNodes(inputs.source.storage, planned.volumes, volumes);
  return { ...planned, findings: [...planned.findings, ...crowded] };
}

/** Of which class they become depends on what their data comes from. */
const notMadeYet = (claims: string[]) =>
  Object.fromEntries(claims.map((claim) => [claim, { volumeId: NOT_MADE_YET, zone: '', sizeGiB: 0 }]));

const snapshotsOf = (held: HeldVolumes | undefined) =>
  [...(held?.byClaim.values() ?? [])].flatMap((each) => ('snapshot' in each ? (each.snapshot ?? []) : []));
