import { refText } from '../../kube/kube-object.ts';
import type { ObjectStore } from '../base/ports/object-store.ts';
import { sayDuration } from '../base/run/downtime.ts';
import type { Clone } from '../base/run/envelope.ts';
import { keysOf } from '../base/run/keys.ts';
import { findRecord } from '../base/run/records.ts';
import { type CutOverDecision, type Round, roundsOf } from '../base/run/rounds.ts';
import type { Quiesced } from '../execute/capture/quiesced.ts';
import { bytesOf, secondsOf } from '../execute/rounds/outlook.ts';
import type { Approval } from '../plan/approval/approval.ts';

/** A source that was left at zero, since its clone has taken its place. */
export interface ReportedCutOver {
  at: string;
  /** With the replicas that they had. */
  workloads: { object: string; replicas: number }[];
  /** From the first workload that was scaled to zero until the clone was verified. */
  downSeconds?: number;
  /** Of a migration in rounds: how long that was expected to be, and the rounds before it. */
  expectedSeconds?: number;
  rounds?: { number: number; seconds: number; bytes: number }[];
  /** Who approved it, where somebody was to. */
  approvedBy?: string;
  /** What it means, and how to bring the source back. */
  sentence: string;
}

/** Nothing of a run that has not cut over its source, or has brought it back. */
export async function reportedCutOver(store: ObjectStore, clone: Clone): Promise<ReportedCutOver | undefined> {
  const quiesced = await findRecord<Quiesced>(store, keysOf(clone.cloneId).quiesced);
  if (!quiesced?.cutOverAt) return undefined;
  const workloads = quiesced.workloads.map(({ ref, replicas }) => ({ object: refText(ref), replicas }));
  const { rounds, cutOver } = await roundsOf(store, clone.cloneId);
  const approval = await findRecord<Approval>(store, keysOf(clone.cloneId).cutOverApproval);
  const { downSince, cutOverAt } = quiesced;
  const downSeconds = downSince === undefined ? undefined : (Date.parse(cutOverAt) - Date.parse(downSince)) / 1000;
  const down = downSeconds === undefined ? '' : `, after ${sayDuration(downSeconds)} of downtime${expected(cutOver)}`;
  return {
    at: cutOverAt,
    workloads,
    ...(downSeconds === undefined ? {} : { downSeconds }),
    ...(cutOver ? { expectedSeconds: cutOver.expectedSeconds } : {}),
    ...(rounds.length > 0 ? { rounds: rounds.filter(({ endedAt }) => endedAt).map(inFigures) } : {}),
    ...(approval ? { approvedBy: approval.by } : {}),
    sentence: `The source was cut over at ${cutOverAt}${down}: ${workloads.length === 1 ? 'its workload stays' : `its ${workloads.length} workloads stay`} at zero. To bring it back: kubeferry rollback ${clone.route.name} ${clone.cloneId}, which also removes the clone with all that was written to it since.`,
  };
}

const expected = (cutOver: CutOverDecision | undefined) =>
  cutOver ? ` (${sayDuration(cutOver.expectedSeconds)} were expected)` : '';

const inFigures = (round: Round) => ({ number: round.number, seconds: secondsOf(round), bytes: bytesOf(round) });
