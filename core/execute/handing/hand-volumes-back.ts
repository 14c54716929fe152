import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { refOf, refText } from '../../../kube/kube-object.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { isTransient, KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { writeRecord } from '../../base/run/records.ts';
import { whyNoHandOver } from '../../plan/volumes/may-hand-over.ts';
import { PERSISTENT_VOLUMES, volumeSourceOf } from '../../translate/volume-source.ts';
import { type Kept, keptBy, noteKept } from '../undo/kept.ts';
import type { SourceSide } from './hand-volumes-over.ts';
import { type HandedOver, handedOverBy } from './handed-over.ts';
import {
  asItWas,
  claimUidOf,
  findVolume,
  isMarked,
  notYet,
  phaseOf,
  policyOf,
  returnToClaim,
} from './source-volume.ts';

/** Both sides of a run that is rolled back; the target's cluster may be gone, or never have been made. */
export interface HandingBack {
  source: () => Promise<SourceSide>;
  target: () => Promise<ClusterApi | undefined>;
}

/**
 * Gives the source back what a run has taken from it, exactly as it was, however far the run had come: once the target has no
 * PersistentVolume of the volume any more and EC2 has detached it, the claim is bound again, and only then the reclaim policy is
 * what it was, since a driver deletes a volume that is Released with the policy Delete. Throws NotYet while the target has them
 * still, RollBackIncomplete where the source has nothing to bind them to. `now`: ISO 8601.
 */
export async function handVolumesBack(
  { source, target }: HandingBack,
  store: ObjectStore,
  cloneId: string,
  now: () => string,
): Promise<{ volumes: number }> {
  const all = await handedOverBy(store, cloneId);
  if (all.length === 0) return { volumes: 0 };
  const open = all.filter(({ backAt }) => backAt === undefined);
  if (open.length > 0) {
    await isLetGo(await target(), store, cloneId, open);
    await giveAllBack(await source(), store, cloneId, open, now);
  }
  await noteKept(store, cloneId, 'handed-over', (await handedOverBy(store, cloneId)).flatMap(keptOf));
  return { volumes: open.length };
}

async function giveAllBack(
  { api, storage }: SourceSide,
  store: ObjectStore,
  cloneId: string,
  open: readonly HandedOver[],
  now: () => string,
): Promise<void> {
  const found = new Map(
    (await storage.presentVolumes(open.map(({ volumeId }) => volumeId))).map((each) => [each.id, each]),
  );
  for (const handed of open) {
    const volume = found.get(handed.volumeId);
    if (!volume) throw lost(handed, `volume ${handed.volumeId} does not exist any more`);
    const kept = await giveBack(api, handed, volume.instanceIds);
    const back: HandedOver = { ...handed, backAt: now(), ...(kept ? { kept } : {}) };
    await writeRecord(store, keysOf(cloneId).handedOver(handed.claim), back);
  }
}

const keptOf = ({ kept, volume, volumeId }: HandedOver): Kept[] =>
  kept ? [{ at: `PersistentVolume ${volume.name}`, why: kept, volumeId }] : [];

/**
 * Before anything of the target is deleted: whoever has set the policy of a volume there to Delete, as they may, meant its claim,
 * and not a roll-back, which deletes the claim as well.
 */
export async function retainInTarget(target: ClusterApi, store: ObjectStore, cloneId: string): Promise<void> {
  const lacking = (await handedOverBy(store, cloneId)).filter(({ backAt }) => backAt === undefined);
  if (lacking.length === 0) return;
  const ids = new Set(lacking.map(({ volumeId }) => volumeId));
  for await (const page of target.list(PERSISTENT_VOLUMES))
    for (const volume of page)
      if (ids.has(volumeSourceOf(volume).volumeId) && policyOf(volume) !== 'Retain')
        await target.merge(refOf(volume), RETAINED, { manager: FIELD_MANAGER });
}

const RETAINED = { spec: { persistentVolumeReclaimPolicy: 'Retain' } };

/**
 * Throws RollBackIncomplete where the source could not have its volumes back, before anything of the target is undone for it:
 * its cluster is not reached, or what the volumes were bound by is gone. Does nothing where the run has taken none.
 */
export async function requireTaker(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  cloneId: string,
): Promise<void> {
  const lacking = (await handedOverBy(store, cloneId)).filter(({ backAt }) => backAt === undefined);
  try {
    const api = lacking.length > 0 ? await open() : undefined;
    const why = api && (await whyNoHandOver(api));
    if (why) throw new KubeferryError('RollBackIncomplete', `${why}.`);
    for (const handed of lacking)
      if (api && !(await findVolume(api, handed)) && !(await isBoundAgain(api, handed)))
        throw lost(handed, `PersistentVolume ${handed.volume.name} was deleted at the source`);
  } catch (error) {
    if (isTransient(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new KubeferryError(
      'RollBackIncomplete',
      `Nothing was undone: the target has volumes of the source, which cannot take them back. ${why} To remove the clone for good, delete its namespaces yourself; the volumes stay, since their policy is Retain.`,
      { cause: error },
    );
  }
}

/** Whoever has one on the volume may attach it. */
async function isLetGo(
  target: ClusterApi | undefined,
  store: ObjectStore,
  cloneId: string,
  open: readonly HandedOver[],
): Promise<void> {
  if (!target) return;
  const held = new Map((await keptBy(store, cloneId, 'objects')).map((kept) => [kept.volumeId, kept.why]));
  const ids = new Set(open.map(({ volumeId }) => volumeId));
  for await (const page of target.list(PERSISTENT_VOLUMES))
    for (const volume of page) {
      const { volumeId } = volumeSourceOf(volume);
      if (!ids.has(volumeId)) continue;
      const sentence = `${refText(refOf(volume))} of the target is on volume ${volumeId}, which is the source's`;
      const why = held.get(volumeId);
      if (why === undefined) throw notYet(`${sentence}. If this lasts, look at its finalizers.`);
      throw new KubeferryError(
        'RollBackIncomplete',
        `${sentence}, and was kept: ${why}. Way out: end that, delete the claim and the PersistentVolume there (its policy is Retain, so that the volume stays), and roll back again.`,
      );
    }
}

/** Answers why it could not be given back whole, as a sentence without a full stop. */
async function giveBack(
  api: ClusterApi,
  handed: HandedOver,
  instanceIds: readonly string[],
): Promise<string | undefined> {
  const volume = await findVolume(api, handed);
  const { claimUid, reclaimPolicy } = handed.volume;
  if (!volume) {
    if (await isBoundAgain(api, handed)) return undefined;
    throw lost(handed, `PersistentVolume ${handed.volume.name} was deleted at the source`);
  }
  const claim = await api.get(claimRef(handed.claim));
  if (claim?.metadata.uid !== claimUid)
    return `claim ${handed.claim} of the source was deleted meanwhile, so that it stays with the policy Retain; bind another claim to it`;
  if (claimUidOf(volume) !== claimUid) {
    // Once its claim has it again, the source may attach it.
    if (instanceIds.length > 0 && handed.givenAt !== undefined)
      throw notYet(
        `Volume ${handed.volumeId} of claim ${handed.claim} is still attached to ${instanceIds.join(', ')}.`,
      );
    await returnToClaim(api, handed);
  }
  if (policyOf(volume) === reclaimPolicy && !isMarked(volume)) return undefined;
  const [bound, owner] = [await findVolume(api, handed), await api.get(claimRef(handed.claim))];
  if (phaseOf(bound) !== 'Bound' || phaseOf(owner) !== 'Bound')
    throw notYet(
      `Claim ${handed.claim} of the source is ${phaseOf(owner)}, and its PersistentVolume ${handed.volume.name} is ${phaseOf(bound)}: the cluster has yet to bind them again.`,
    );
  await asItWas(api, handed);
  return undefined;
}

/** By somebody who has made another PersistentVolume of it. */
async function isBoundAgain(api: ClusterApi, { volumeId, volume: { claimUid } }: HandedOver): Promise<boolean> {
  for await (const page of api.list(PERSISTENT_VOLUMES))
    if (page.some((each) => volumeSourceOf(each).volumeId === volumeId && claimUidOf(each) === claimUid)) return true;
  return false;
}

const lost = ({ claim, volumeId }: HandedOver, what: string) =>
  new KubeferryError(
    'RollBackIncomplete',
    `Claim ${claim} of the source cannot have volume ${volumeId} back: ${what}. Way out: make a PersistentVolume of that name and volume, whose claimRef has the uid of the claim, and roll back again.`,
  );
