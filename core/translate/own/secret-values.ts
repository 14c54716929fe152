import { isRecord } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { MASK } from '../../base/outside/mask.ts';
import type { PatchOperation } from '../../base/request/own-rules.ts';
import { isSecret } from '../privacy.ts';

/** Where a Secret, or an annotation with a copy of it, has its values. */
const PLACES = /^\/(data|stringData|metadata\/annotations)(\/|$)|^\/metadata$/;

/** The object as an expression may read it: what it takes from a Secret could be put where plans and reports show it. */
export function withoutSecretValues(object: KubeObject): KubeObject {
  if (!isSecret(object)) return object;
  const { data, stringData, metadata, ...rest } = object;
  const annotations = metadata.annotations ? { annotations: masked(metadata.annotations) } : {};
  return {
    ...rest,
    metadata: { ...metadata, ...(annotations as object) },
    ...(data === undefined ? {} : { data: masked(data) }),
    ...(stringData === undefined ? {} : { stringData: masked(stringData) }),
  } as KubeObject;
}

const masked = (map: unknown) =>
  isRecord(map) ? Object.fromEntries(Object.keys(map).map((key) => [key, MASK])) : MASK;

/** Whether an operation would take a value of a Secret somewhere else. */
export const movesSecretValue = (object: KubeObject, operation: PatchOperation) =>
  isSecret(object) && 'from' in operation && PLACES.test(operation.from);
