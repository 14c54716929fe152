import { isEks } from '../../base/request/is-eks.ts';
import { moverOf } from '../../base/request/mover.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { WITHOUT_DATA } from '../../base/strategies.ts';
import { isEbs } from '../../translate/tables/drivers.ts';

/** A blocker's sentence where the route, or the rest of the request, lets no Job of a run copy a claim, whose volume is of that driver. */
export function whyNotAsked(
  claim: string,
  driver: string,
  { name, source }: Pick<Route, 'name' | 'source'>,
  request: Pick<Request, 'mode' | 'source' | 'migrate'>,
): string | undefined {
  const subject = `Claim ${claim} is to be copied by a Job in the source (volumes.origins: mover)`;
  if (source.kind === 'velero')
    return `${subject}, and route "${name}" begins at backups, where no Job runs. Leave its entry in volumes.origins out.`;
  if (request.source.capture !== undefined)
    return `${subject}, and a clone of a capture does not touch the source. Leave its entry in volumes.origins out, and set volumes.claims["${claim}"] to "${WITHOUT_DATA}" for an empty volume.`;
  if (request.migrate)
    return `${subject}, which copies all of it once, and rounds of a migration copy what has changed. Leave migrate out, and set cutOver instead.`;
  if (isEks({ source }, 'source') && isEbs(driver))
    return `${subject}, and its volume is on EBS, which a snapshot copies as it is, at one moment, and without a Job. Leave its entry in volumes.origins out.`;
  if (!moverOf(source))
    return `${subject}, and route "${name}" lets runs make nothing there. Set source.mover in kubeferry.config.ts, with an image of restic by its digest, and deploy the hub${isEks({ source }, 'source') ? " and the source's member" : '; or copy it into a repository yourself (npm run -s kubeferry -- mover)'}.`;
  return undefined;
}
