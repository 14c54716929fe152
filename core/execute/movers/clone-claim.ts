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

/** Has a snapshot taken of the claim, which belongs to its Job. Undefined once it is taken: what is written to the claim then is not in it. */
export async function takeSnapshot(
  tools: MoverTools,
  { of, snapshot, record, keep }: Cloned,
): Promise<Standing | undefined> {
  if (record.takenAt) return undefined;
  const { api, now, stillOn } = tools;
  if (!record.snapshotAt) await keep({ snapshotAt: now().toISOString() });
  const { snapshot: made } = await findClone(api, of);
  if (made && !isMadeBy(of.cloneId, made)) return { state: 'failed', why: othersOf(of, made.kind) };
  if (!made) {
    await stillOn();
    await api.create(moverSnapshot(of, record.jobUid ?? '', snapshot), { manager: FIELD_MANAGER });
    return { state: 'under way', waits: 'its snapshot is being taken' };
  }
  const takenAt = textAt(made, 'status.creationTime');
  const isReady = fieldAt(made, 'status.readyToUse') === true;
  if (!takenAt && !isReady) return notReady(of, made, (now().getTime() - Date.parse(record.snapshotAt ?? '')) / 1000);
  await keep({ takenAt: takenAt ?? now().toISOString() });
  return undefined;
}

/**
 * Makes a claim of a snapshot that is ready, which belongs to the Job as well, and has the Job begin. Undefined once that is so: the claim
 * gets its volume when the pod asks for it.
 */
export async function cloneClaim(
  tools: MoverTools,
  { of, snapshot, record, keep }: Cloned,
  job: KubeObject,
): Promise<Standing | undefined> {
  const { api, now, stillOn } = tools;
  const made = await findClone(api, of);
  if (made.claim && !isMadeBy(of.cloneId, made.claim)) return { state: 'failed', why: othersOf(of, made.claim.kind) };
  if (!made.claim) {
    if (!made.snapshot) return { state: 'failed', why: 'somebody has deleted its snapshot' };
    if (!isMadeBy(of.cloneId, made.snapshot)) return { state: 'failed', why: othersOf(of, made.snapshot.kind) };
    if (fieldAt(made.snapshot, 'status.readyToUse') !== true)
      return notReady(of, made.snapshot, (now().getTime() - Date.parse(record.snapshotAt ?? '')) / 1000);
    await stillOn();
    const size = sizeFor(made.snapshot, snapshot);
    await api.create(moverClaim(of, record.jobUid ?? '', { ...snapshot, size }), { manager: FIELD_MANAGER });
  }
  if (fieldAt(job, 'spec.suspend') !== true) return undefined;
  await keep({ begunAt: now().toISOString() });
  await stillOn();
  await api.merge(moverRefs(of).job, { spec: { suspend: false } }, { manager: FIELD_MANAGER });
  return { state: 'under way', waits: 'its Job begins' };
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
