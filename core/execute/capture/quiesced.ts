import type { ObjectRef } from '../../../kube/kube-object.ts';
import type { HookName } from '../../base/request/hooks/library.ts';

/** A workload that is scaled to zero, as it was before. */
export interface QuiescedWorkload {
  ref: ObjectRef;
  /** Absent from records of earlier versions. */
  uid?: string;
  replicas: number;
  /** `Delete`, of a StatefulSet whose claims would be deleted with the replicas: it is `Retain` meanwhile. */
  whenScaled?: string;
  /** Its metadata.generation at zero, of a cut-over: another one later means that somebody has changed it since. */
  generation?: number;
}

/** `quiesced.json`: what was changed at the source, written before it is changed, so that resume always finds it. */
export interface Quiesced {
  workloads: QuiescedWorkload[];
  /** Suspended for a cut-over. */
  cronJobs?: { ref: ObjectRef; uid: string }[];
  /** Pods in which a command ran, with the command that undoes it. */
  hooks: {
    namespace: string;
    pod: string;
    uid?: string;
    container?: string;
    /** Hook of the library. */
    use?: HookName;
    /** After how long what it froze lets go by itself, as long as its pod is there; absent of hooks that freeze nothing. */
    freezeSeconds?: number;
    after: string[];
    timeoutSeconds: number;
  }[];
  /** False until every command has run: an attempt that is killed before runs them again. */
  hooksDone: boolean;
  /** When the first command of the attempt was begun in which all have run (ISO 8601). */
  hooksAt?: string;
  /** The source is to stay at zero, so that its workloads are marked with the run (annotation `kubeferry/cut-over-by`). */
  cutOver?: true;
  /** When the first workload was about to be scaled to zero (ISO 8601); absent from records of earlier versions. */
  downSince?: string;
  /** By when nothing wrote to what is cut over any more (ISO 8601); absent from records of earlier versions. */
  stillSince?: string;
  /** When the clone was verified and the source was left at zero (ISO 8601). */
  cutOverAt?: string;
}

/** How much was scaled down, or back; a step that answers zeros alone had nothing to do. */
export interface ScaledDown {
  workloads: number;
  cronJobs?: number;
  hooks?: number;
}

export const scaledDownOf = ({ workloads, cronJobs = [], hooks }: Quiesced): ScaledDown => ({
  workloads: workloads.length,
  ...(cronJobs.length > 0 ? { cronJobs: cronJobs.length } : {}),
  ...(hooks.length > 0 ? { hooks: hooks.length } : {}),
});
