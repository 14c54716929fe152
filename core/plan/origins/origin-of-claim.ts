import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import type { PlannedFiles, PlannedMove } from '../../base/run/origin.ts';
import type { ClaimFacts } from '../../translate/context.ts';
import type { FoundFiles } from './find-files.ts';
import type { FoundOrigins } from './find-origins.ts';
import { type HeldVolumes, heldOrigin } from './held-volumes.ts';
import { type JudgedOrigin, judgeOrigin } from './judge-origin.ts';

interface Facts {
  clone: Clone;
  request: Pick<Request, 'volumes'>;
  origins?: FoundOrigins;
  files?: FoundFiles;
  held?: HeldVolumes | undefined;
}

/** What a claim is copied from: a snapshot of others, files, or what a Job of the run copies; or a blocker's sentence. */
export type ClaimOrigin = JudgedOrigin | { files: PlannedFiles | PlannedMove; proven: true };

/** Of a claim that the request has an origin for, and of every other claim of an archived source. */
export function originOfClaim(claim: string, { volumeId }: ClaimFacts, facts: Facts): ClaimOrigin | undefined {
  const wish = facts.request.volumes.origins?.[claim];
  if (!wish) return facts.held && heldOrigin(claim, facts.held, facts.clone.route.source);
  if ('repository' in wish || 'mover' in wish) {
    const found = facts.files?.get(claim) ?? { blocker: `Nobody has looked for the files of claim ${claim}.` };
    return 'blocker' in found ? found : { files: found, proven: true };
  }
  return judgeOrigin({ claim, volumeId, wish, found: facts.origins?.get(claim) ?? [], clone: facts.clone });
}

export type UsableOrigin = Exclude<ClaimOrigin, { blocker: string }>;

/** The volume as far as its data goes: that of the snapshot it is copied from. One that is gone may stand on its snapshot alone. */
export function dataOf(
  volume: Volume | undefined,
  origin: UsableOrigin | undefined,
  zones: string[],
): Volume | undefined {
  if (!origin || 'files' in origin) return volume;
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
