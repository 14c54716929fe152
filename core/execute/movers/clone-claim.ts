import { fieldAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { quantityOf } from '../../../kube/quantity.ts';
import { discreetText } from '../../base/outside/outside-text.ts';
import { isMadeBy } from '../../base/run/made-by-run.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import type { SnapshotClaim } from '../../base/run/origin.ts';
import { type MoverOf, moverRefs } from '../../plan/movers/mover-objects.ts';
import { moverClaim, moverSnapshot } from '../../plan/movers/snapshot-objects.ts';
import { findClone } from './find-made.ts';
import type { KeepRecord, MoverRecord } from './mover-record.ts';
import type { MoverTools } from './mover-tools.ts';
import type { Standing } from './standing.ts';

/** A driver tries again what has failed; after that its error is the run's. */
const PATIENCE_SECONDS = 600;

interface Cloned {
  of: MoverOf;
  /** As planned. */
  snapshot: SnapshotClaim;
  record: MoverRecord;
  keep: KeepRecord;
}

/**
 * Makes what is missing of what a Job reads: a snapshot of the claim, and once that is ready a claim of it. Both belong to the Job.
 * Undefined once both are there; the claim gets its volume when the pod of the Job asks for it.
 */
export async function cloneClaim(
  tools: MoverTools,
  { of, snapshot, record, keep }: Cloned,
): Promise<Standing | undefined> {
  const { api, now, stillOn } = tools;
  const { jobUid = '' } = record;
  if (!record.snapshotAt) await keep({ snapshotAt: now().toISOString() });
  const made = await findClone(api, of);
  const others = [made.snapshot, made.claim].find((each) => each && !isMadeBy(of.cloneId, each));
  if (others) return { state: 'failed', why: othersOf(of, others.kind) };
  if (!made.snapshot) {
    await stillOn();
    await api.create(moverSnapshot(of, jobUid, snapshot), { manager: FIELD_MANAGER });
    return { state: 'under way', waits: 'its snapshot is being taken' };
  }
  if (fieldAt(made.snapshot, 'status.readyToUse') !== true)
    return notReady(of, made.snapshot, (now().getTime() - Date.parse(record.snapshotAt ?? '')) / 1000);
  if (made.claim) return undefined;
  await keep({
    takenAt: textAt(made.snapshot, 'status.creationTime') ?? record.snapshotAt ?? '',
    clonedAt: now().toISOString(),
  });
  await stillOn();
  await api.create(moverClaim(of, jobUid, { ...snapshot, size: sizeFor(made.snapshot, snapshot) }), {
    manager: FIELD_MANAGER,
  });
  return { state: 'under way', waits: 'a claim is being made of its snapshot' };
}

export const othersOf = (of: MoverOf, kind: string) => {
  const { namespace, name } = moverRefs(of).job;
  return `there is a ${kind} ${namespace}/${name} already, which this run has not made`;
};

function notReady({ claim }: MoverOf, snapshot: KubeObject, seconds: number): Standing {
  const message = textAt(snapshot, 'status.error.message');
  const said = message && discreetText(message);
  if (said && seconds > PATIENCE_SECONDS)
    return {
      state: 'failed',
      why: `no snapshot of it was taken within ${PATIENCE_SECONDS / 60} minutes: ${said}. Where its driver takes none, set volumes.origins["${claim}"] to {"mover": "claim"}`,
    };
  return { state: 'under way', waits: `its snapshot is being taken${said ? `: ${said}` : ''}` };
}

/** A driver may need more room than the claim had, and makes no claim with less. */
function sizeFor(snapshot: KubeObject, { size }: SnapshotClaim): string {
  const restoreSize = textAt(snapshot, 'status.restoreSize') ?? '0';
  return quantityOf(restoreSize) > quantityOf(size) ? restoreSize : size;
}
