import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import type { ClaimFacts } from '../../translate/context.ts';
import type { FoundOrigins } from './find-origins.ts';
import { type JudgedOrigin, judgeOrigin } from './judge-origin.ts';

interface Facts {
  clone: Clone;
  request: Pick<Request, 'volumes'>;
  origins?: FoundOrigins;
}

/** Of a claim that the request has an origin for. */
export function originOfClaim(claim: string, { volumeId }: ClaimFacts, facts: Facts): JudgedOrigin | undefined {
  const wish = facts.request.volumes.origins?.[claim];
  if (!wish) return undefined;
  return judgeOrigin({ claim, volumeId, wish, found: facts.origins?.get(claim) ?? [], clone: facts.clone });
}

type Usable = Exclude<JudgedOrigin, { blocker: string }>;

/** The volume as far as its data goes: that of the snapshot it is copied from. One that is gone may stand on its snapshot alone. */
export function dataOf(volume: Volume | undefined, origin: Usable | undefined, zones: string[]): Volume | undefined {
  if (!origin) return volume;
  const { snapshot, proven } = origin;
  const base = volume ?? (proven ? standIn(snapshot.volumeId, zones) : undefined);
  if (!base) return undefined;
  const { kmsKeyArn: _, ...rest } = base;
  return {
    ...rest,
    encrypted: snapshot.encrypted,
    ...(snapshot.kmsKeyArn ? { kmsKeyArn: snapshot.kmsKeyArn } : {}),
    sizeGiB: Math.max(base.sizeGiB, snapshot.sizeGiB),
  };
}

/** What is not known of a volume that is gone is as EBS has it by itself. */
const standIn = (id: string, [zone = '']: string[]): Volume => ({
  id,
  state: 'deleted',
  zone,
  sizeGiB: 1,
  type: 'gp3',
  encrypted: false,
  instanceIds: [],
  tags: {},
});
