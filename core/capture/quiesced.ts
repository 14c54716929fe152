import type { ObjectRef } from '../manifests/kube-object.ts';

/** `quiesced.json`: what was changed at the source, written before it is changed, so that resume always finds it. */
export interface Quiesced {
  workloads: { ref: ObjectRef; replicas: number }[];
  /** Pods in which a command ran, with the command that undoes it. */
  hooks: {
    namespace: string;
    pod: string;
    uid?: string;
    container?: string;
    after: string[];
    timeoutSeconds: number;
  }[];
  /** False until every command has run: an attempt that is killed before runs them again. */
  hooksDone: boolean;
}
