import { createHash } from 'node:crypto';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { Clock } from '../../time/clock.ts';

export interface Recorder {
  /** An Event beside the object; the same one is written once. */
  tell(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): Promise<void>;
}

/** Events in the words that `kubectl describe` shows. Those of cluster-scoped objects go to `default`, as Kubernetes has it. */
export function eventRecorder(api: ClusterApi, clock: Clock, component: string): Recorder {
  const told = new Set<string>();
  return {
    tell: async (about, type, reason, message) => {
      const { name, namespace = 'default', uid } = about.metadata;
      const suffix = createHash('sha256').update(`${uid} ${reason} ${message}`).digest('hex').slice(0, 16);
      if (told.has(suffix)) return;
      told.add(suffix);
      const time = clock
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, 'Z');
      const event = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `${name}.${suffix}`, namespace },
        involvedObject: {
          apiVersion: about.apiVersion,
          kind: about.kind,
          name,
          namespace: about.metadata.namespace,
          uid,
        },
        type,
        reason,
        message,
        source: { component },
        firstTimestamp: time,
        lastTimestamp: time,
        count: 1,
      };
      await api.create(event, { manager: component });
    },
  };
}
