import type { Volume } from '../../base/ports/volume-storage.ts';
import { askedStrategy } from '../../base/request/asked-strategy.ts';
import { isEks } from '../../base/request/is-eks.ts';
import type { Request } from '../../base/request/request.ts';
import { givesVolume } from '../../base/strategies.ts';
import type { HandingOver } from '../../base/strategy.ts';
import { chooseZone } from '../../translate/choose-zone.ts';
import type { ClaimFacts, SourceIndex } from '../../translate/context.ts';
import { EBS_AUTO_MODE } from '../../translate/tables/drivers.ts';
import type { UsableOrigin } from '../origins/origin-of-claim.ts';
import type { VolumeFacts } from './volume-facts.ts';

/** The claims whose volumes the request wants to give to the target. */
export const givenClaims = (index: SourceIndex, { volumes }: Pick<Request, 'volumes'>): Set<string> =>
  new Set(
    Object.entries(index.claims).flatMap(([claim, { storageClass, volumeId }]) =>
      volumeId !== '' && givesVolume({ strategy: askedStrategy(claim, storageClass, volumes) }) ? [claim] : [],
    ),
  );

/** What says whether the very volume of a claim can be the target's. */
export function handingOverOf(
  claim: string,
  { storageClass }: ClaimFacts,
  volume: Volume,
  origin: UsableOrigin | undefined,
  facts: VolumeFacts,
): HandingOver {
  const { request, source, target, clone } = facts;
  const zone = chooseZone(volume.zone, source.zones, target.zones, request.mappings.zones, true);
  const driver = facts.targetDriverOf(storageClass);
  const obstacle = whyNot(claim, volume, origin, driver, facts);
  return { allowed: clone.route.handOver === true, zone: zone ?? '', ...(obstacle ? { obstacle } : {}) };
}

/** The first of everything that stands in the way, beside who uses the claim. */
function whyNot(
  claim: string,
  volume: Volume,
  origin: UsableOrigin | undefined,
  driver: string,
  { clone, request, held, uses }: VolumeFacts,
): string | undefined {
  const rows: [isSo: boolean, why: string][] = [
    [
      held !== undefined || !isEks(clone.route, 'source'),
      'its cluster is not a live one of EKS, which would let go of it',
    ],
    [origin !== undefined, 'the request has the data of its claim from elsewhere (volumes.origins)'],
    [clone.route.masking !== undefined, 'the route masks data in the target, and there would be no other copy of it'],
    [
      request.onConflict === 'refresh',
      'a refresh keeps the former clone, and goes back to it; remove that clone first, and use another onConflict',
    ],
    [
      (request.volumes.sizes?.[claim] ?? volume.sizeGiB) !== volume.sizeGiB,
      'volumes.sizes lets it grow, and only a copy is made larger',
    ],
    [
      driver === EBS_AUTO_MODE,
      'EKS Auto Mode attaches only volumes that have the tag of its own cluster, and this one keeps its tags',
    ],
    [volume.multiAttach === true, 'it may be attached to several instances at a time (multi-attach)'],
    [volume.outpost !== undefined, `it is on Outpost ${volume.outpost}`],
    [volume.endsWithInstance === true, 'it is deleted with the instance that it is attached to'],
  ];
  return rows.find(([isSo]) => isSo)?.[1] ?? uses?.get(claim);
}
