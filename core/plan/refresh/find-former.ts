import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, refOf } from '../../../kube/kube-object.ts';
import { claimRef } from '../../base/claim-ref.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { MADE_BY, TAG } from '../../base/run/names.ts';
import { findRecord } from '../../base/run/records.ts';
import { volumeSourceOf } from '../../translate/volume-source.ts';
import type { Member, Swap } from './former.ts';
import { memberKey, membersOf } from './members.ts';
import { reinstate, supersededOf } from './superseded.ts';

/** A claim that the target has, with its volume down to EBS. */
export interface PresentClaim {
  claim: KubeObject;
  volume?: KubeObject | undefined;
  /** `vol-…`; '' when the claim has no volume on EBS. */
  volumeId: string;
}

/** The claims (`namespace/name`) that the target has already. */
export async function readPresentClaims(api: ClusterApi, claims: string[]): Promise<Map<string, PresentClaim>> {
  const present = new Map<string, PresentClaim>();
  for (const text of claims) {
    const claim = await api.get(claimRef(text));
    if (!claim) continue;
    const { volumeName = '' } = claim.spec as { volumeName?: string };
    const volume = volumeName
      ? await api.get({ apiVersion: 'v1', kind: 'PersistentVolume', name: volumeName })
      : undefined;
    present.set(text, { claim, volume, volumeId: volume ? volumeSourceOf(volume).volumeId : '' });
  }
  return present;
}

export interface FormerClones {
  /** Run ids. */
  clones: string[];
  /** What they made, by `memberKey`. */
  members: Map<string, Member>;
  swaps: Swap[];
  /** Claim in the target -> why its volume cannot be swapped. */
  refused: Map<string, string>;
}

/**
 * Which earlier clones of the same route are refreshed: those noted for the namespaces, and those that made the claims. The
 * tag of a claim's EBS volume names the run, and that run's ledger must name the claim and the PersistentVolume by their
 * uids. Everything else is somebody's own.
 */
export async function findFormerClones(
  store: ObjectStore,
  clone: Clone,
  claims: ReadonlyMap<string, PresentClaim>,
  volumes: ReadonlyMap<string, Volume>,
  residents: readonly string[],
): Promise<FormerClones> {
  const found: FormerClones = { clones: [], members: new Map(), swaps: [], refused: new Map() };
  const verdicts = new Map<string, string>();
  for (const resident of residents) {
    const verdict = await refusalOf(store, clone, resident);
    verdicts.set(resident, verdict);
    if (!verdict) await addMembers(store, found, resident);
  }
  for (const [text, present] of claims) {
    const { [TAG.madeBy]: madeBy, [TAG.cloneId]: former } = volumes.get(present.volumeId)?.tags ?? {};
    if (madeBy !== MADE_BY || !former) {
      found.refused.set(text, `its volume ${present.volumeId || '(none)'} was not made by a clone`);
      continue;
    }
    const verdict = verdicts.get(former) ?? (await refusalOf(store, clone, former));
    if (!verdicts.has(former) && !verdict) await addMembers(store, found, former);
    verdicts.set(former, verdict);
    const swap = swapOf(text, present);
    if (verdict) found.refused.set(text, verdict);
    else if (swap && isMember(found.members, present.claim) && isMember(found.members, present.volume!))
      found.swaps.push(swap);
    else found.refused.set(text, `clone ${former} made volume ${present.volumeId}, but not this claim on it`);
  }
  return found;
}

async function addMembers(store: ObjectStore, found: FormerClones, former: string): Promise<void> {
  found.clones.push(former);
  for (const [key, member] of await membersOf(store, former)) found.members.set(key, member);
}

/** Why that clone cannot be refreshed by this run; '' when it can. */
async function refusalOf(store: ObjectStore, { cloneId, route }: Clone, former: string): Promise<string> {
  const keys = keysOf(former);
  const record = await findRecord<{ clone: Clone }>(store, keys.clone);
  if (!record) return `clone ${former} made it, and the records of that run are gone`;
  if (record.clone.route.name !== route.name)
    return `clone ${former} made it on route "${record.clone.route.name}", and this one is "${route.name}"`;
  if (await store.get(keys.closed)) {
    // An attempt of this run that died may have marked it; under that mark nothing was changed yet.
    await reinstate(store, [former], cloneId);
    return `clone ${former} made it, and its roll-back is not complete`;
  }
  // Written by cut-over-source, and gone once the source is resumed by a roll-back.
  const { cutOverAt } = (await findRecord<{ cutOverAt?: string }>(store, keys.quiesced)) ?? {};
  if (cutOverAt)
    return `the source was cut over to clone ${former} at ${cutOverAt}, so that it has what was written since, and the source has not; clone into other namespaces, or roll that run back first`;
  const superseded = await supersededOf(store, former);
  if (superseded && superseded.by !== cloneId)
    return `run ${superseded.by} was refreshing it and has not ended well; roll that run back first`;
  return '';
}

const isMember = (members: ReadonlyMap<string, Member>, object: KubeObject) =>
  members.get(memberKey(refOf(object)))?.uid === object.metadata.uid;

function swapOf(claim: string, { claim: object, volume, volumeId }: PresentClaim): Swap | undefined {
  if (!volume) return undefined;
  return {
    claim,
    claimUid: object.metadata.uid ?? '',
    volumeName: volume.metadata.name,
    volumeUid: volume.metadata.uid ?? '',
    volumeId,
  };
}
