import type { KubeObject } from '../../../kube/kube-object.ts';

/** Names of the same fields in v1 and in events.k8s.io/v1 (pkg/apis/events/v1/conversion.go). */
const RENAMED: [core: string, events: string][] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['reportingComponent', 'reportingController'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
];

/** An Event as the other of its two groups shows it. */
export function convertEvent(event: KubeObject, toGroup: string): KubeObject {
  const names = new Map(RENAMED.map(([core, events]) => (toGroup ? [core, events] : [events, core])));
  const fields = Object.entries(event).map(([name, value]) => [names.get(name) ?? name, value]);
  return Object.fromEntries(fields) as KubeObject;
}
