import { type ObjectRef, refText } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Request } from '../../base/request/request.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readShards } from '../../base/run/records.ts';
import { reportUnreadyWorkloads } from '../../translate/rules/report-unready-workloads.ts';
import type { TranslationRecord } from './translate-stage.ts';

/** Ready pods that the source had of each workload that was not ready there, by the text of the target's reference. */
export async function enoughPods(store: ObjectStore, cloneId: string): Promise<Map<string, number>> {
  const { mappings } = (await findRecord<Pick<Request, 'mappings'>>(store, keysOf(cloneId).request)) ?? {};
  const enough = new Map<string, number>();
  for await (const records of readShards<TranslationRecord>(store, keysOf(cloneId).translations('workload'))) {
    for (const { ref, findings } of records) {
      const finding = findings.find(({ rule }) => rule === reportUnreadyWorkloads.name);
      if (finding) enough.set(refText(inTarget(ref, mappings?.namespaces ?? {})), Number(finding.current));
    }
  }
  return enough;
}

function inTarget(ref: ObjectRef, namespaces: Record<string, string>): ObjectRef {
  const { namespace = '' } = ref;
  return namespaces[namespace] ? { ...ref, namespace: namespaces[namespace] } : ref;
}
