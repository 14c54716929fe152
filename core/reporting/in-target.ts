import type { ObjectRef } from '../../kube/kube-object.ts';
import type { TranslationRecord } from '../execute/apply/translate-stage.ts';

/** The reference of a translated object in the target: the source's with what the rules changed of it. */
export function inTarget({ ref, changes }: Pick<TranslationRecord, 'ref' | 'changes'>): ObjectRef {
  const last = (path: string) => changes.findLast((change) => change.path === path)?.after;
  const namespace = last('/metadata/namespace') ?? ref.namespace;
  return {
    apiVersion: String(last('/apiVersion') ?? ref.apiVersion),
    kind: ref.kind,
    name: String(last('/metadata/name') ?? ref.name),
    ...(namespace === undefined ? {} : { namespace: String(namespace) }),
  };
}
