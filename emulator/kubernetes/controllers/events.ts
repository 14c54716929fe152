import { createHash } from 'node:crypto';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { create } from './writes.ts';

/** Tells about an object by an Event, as `kubectl describe` shows it; a repeated one is counted. */
export function tell(
  state: ClusterState,
  about: KubeObject,
  component: string,
  event: { type?: 'Normal' | 'Warning'; reason: string; message: string },
): void {
  const { type = 'Normal', reason, message } = event;
  const { name, uid, resourceVersion } = about.metadata;
  const namespace = about.metadata.namespace ?? 'default';
  const hash = createHash('sha256').update(`${uid} ${reason} ${message}`).digest('hex').slice(0, 16);
  const known = state.store.get('/events', namespace, `${name}.${hash}`);
  const now = state.now();
  if (known) {
    if (known.lastTimestamp !== now)
      state.store.put('/events', { ...known, count: Number(known.count) + 1, lastTimestamp: now });
    return;
  }
  if (state.store.get('/namespaces', '', namespace)?.metadata.deletionTimestamp) return;
  create(state, '/events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${hash}`, namespace },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      uid,
      resourceVersion,
      ...(about.metadata.namespace ? { namespace } : {}),
    },
    reason,
    message,
    type,
    source: { component },
    reportingComponent: component,
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  });
}
