import { refText } from '../../kube/kube-object.ts';
import type { ObjectStore } from '../base/ports/object-store.ts';
import type { Clone } from '../base/run/envelope.ts';
import { keysOf } from '../base/run/keys.ts';
import { findRecord } from '../base/run/records.ts';
import type { Quiesced } from '../execute/capture/quiesced.ts';

/** A source that was left at zero, since its clone has taken its place. */
export interface ReportedCutOver {
  at: string;
  /** With the replicas that they had. */
  workloads: { object: string; replicas: number }[];
  /** What it means, and how to bring the source back. */
  sentence: string;
}

/** Nothing of a run that has not cut over its source, or has brought it back. */
export async function reportedCutOver(store: ObjectStore, clone: Clone): Promise<ReportedCutOver | undefined> {
  const quiesced = await findRecord<Quiesced>(store, keysOf(clone.cloneId).quiesced);
  if (!quiesced?.cutOverAt) return undefined;
  const workloads = quiesced.workloads.map(({ ref, replicas }) => ({ object: refText(ref), replicas }));
  return {
    at: quiesced.cutOverAt,
    workloads,
    sentence: `The source was cut over at ${quiesced.cutOverAt}: ${workloads.length === 1 ? 'its workload stays' : `its ${workloads.length} workloads stay`} at zero. To bring it back: kubeferry rollback ${clone.route.name} ${clone.cloneId}, which also removes the clone with all that was written to it since.`,
  };
}
