import type { Snapshot } from '../../base/ports/volume-storage.ts';
import { isAllowedSnapshot, snapshotsOfOthers } from '../../base/request/allowed-snapshots.ts';
import type { SnapshotOriginWish } from '../../base/request/origins.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { MADE_BY, TAG } from '../../base/run/names.ts';

export interface OriginFacts {
  claim: string;
  /** That the PersistentVolume of the claim names. */
  volumeId: string;
  wish: SnapshotOriginWish;
  /** What it may mean, of whichever account. */
  found: readonly Snapshot[];
  clone: Pick<Clone, 'route' | 'startedAt'>;
}

/** The snapshot that a claim is copied from, or a blocker's sentence. `proven`: it needs no proof by the volume. */
export type JudgedOrigin = { snapshot: Snapshot; proven: boolean } | { blocker: string };

/** Whether the snapshot that a request wishes can be what a claim is copied from, and which one where it asks for the newest. Pure. */
export function judgeOrigin(facts: OriginFacts): JudgedOrigin {
  const { wish } = facts;
  return 'snapshot' in wish ? judgeNamed(wish.snapshot, facts) : judgeNewest(wish.newest, facts);
}

function judgeNamed(id: string, { claim, volumeId, found: [snapshot], clone }: OriginFacts): JudgedOrigin {
  const { source } = clone.route;
  const subject = `Snapshot ${id}, which volumes.origins names for claim ${claim},`;
  if (!snapshot) {
    return {
      blocker: `${subject} is not in account ${source.account}, Region ${source.region}. Name one that is, or ${LEAVE_OUT}.`,
    };
  }
  if (snapshot.ownerAccount !== source.account) {
    return {
      blocker: `${subject} is of account ${snapshot.ownerAccount}, and only snapshots of the source's own account ${source.account} are used. Copy it there and name the copy, or ${LEAVE_OUT}.`,
    };
  }
  const why = whyUnusable(snapshot, clone);
  if (why) return { blocker: `${subject} ${why.clause}. ${why.wayOut}, or ${LEAVE_OUT}.` };
  const { allowVolumes = [] } = source;
  const allowSnapshots = snapshotsOfOthers(source);
  const proven = allowSnapshots.includes(id) || isAllowedVolume(snapshot, allowVolumes);
  if (!proven && snapshot.volumeId !== volumeId) {
    return {
      blocker: `${subject} is of ${snapshot.volumeId}, and the claim's volume is ${volumeId}, so that nothing proves whose data it has. If it is the claim's, name it by its id in the route's source.allowSnapshots; or ${LEAVE_OUT}.`,
    };
  }
  return { snapshot, proven };
}

type Newest = Extract<SnapshotOriginWish, { newest: unknown }>['newest'];

function judgeNewest({ maxAgeHours, tags }: Newest, { claim, volumeId, found, clone }: OriginFacts): JudgedOrigin {
  const subject = `claim ${claim} is to be copied from the newest snapshot of volume ${volumeId}`;
  const carrying = found.filter((each) => Object.entries(tags).every(([key, value]) => each.tags[key] === value));
  const judged = carrying.map((snapshot) => ({ snapshot, why: whyUnusable(snapshot, clone) }));
  const [best] = judged
    .filter(({ why }) => why === undefined)
    .map(({ snapshot }) => snapshot)
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  if (!best) {
    const [first] = judged.toSorted((a, b) => b.snapshot.startedAt.localeCompare(a.snapshot.startedAt));
    const list = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
    const seen = first
      ? `the newest of ${carrying.length}, ${first.snapshot.id} of ${first.snapshot.startedAt}, ${first.why!.clause}. ${first.why!.wayOut}`
      : `account ${clone.route.source.account} has none${list.length > 0 ? ` with the tags ${list.join(', ')}` : ''}. Take one`;
    return { blocker: `By volumes.origins ${subject}, but ${seen}, or ${LEAVE_OUT}.` };
  }
  const hours = (Date.parse(clone.startedAt) - Date.parse(best.startedAt)) / 3_600_000;
  if (hours <= maxAgeHours) return { snapshot: best, proven: false };
  return {
    blocker: `By volumes.origins ${subject}, which is ${best.id} of ${best.startedAt}: ${Math.round(hours)} hours old, and it may be ${maxAgeHours}. Raise maxAgeHours, take a newer one, or ${LEAVE_OUT}.`,
  };
}

const LEAVE_OUT = 'leave the entry out, so that the run takes a snapshot of its own';

function whyUnusable(snapshot: Snapshot, { route }: OriginFacts['clone']) {
  const { state, progress, stateMessage, archived, tags } = snapshot;
  const allowSnapshots = snapshotsOfOthers(route.source);
  if (tags[TAG.madeBy] === MADE_BY)
    return { clause: 'was made by a run of kubeferry, which removes it', wayOut: 'Name one that stays' };
  if (!isAllowedSnapshot(snapshot, allowSnapshots)) {
    return {
      clause: `is not among what route "${route.name}" may use of the snapshots that others have made (${allowSnapshots.join(', ') || 'none'})`,
      wayOut:
        "Name it in the route's source.allowSnapshots in kubeferry.config.ts, by its id or by a tag, and deploy the hub and the members",
    };
  }
  if (archived) return { clause: 'is archived', wayOut: 'Restore it from the archive tier first' };
  if (state === 'completed') return undefined;
  const reason = stateMessage ?? progress;
  return {
    clause: `is ${state}${reason ? ` (${reason})` : ''}, not completed`,
    wayOut: state === 'pending' ? 'Start again when it is' : 'Name another one',
  };
}

const isAllowedVolume = ({ volumeId, tags }: Snapshot, allowed: readonly string[]) =>
  allowed.some((each) => each === volumeId || Object.entries(tags).some(([key, value]) => each === `${key}=${value}`));
