import { isRecord } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { MASK } from '../../base/outside/mask.ts';
import type { PatchOperation } from '../../base/request/own-rules.ts';
import { isSecret } from '../privacy.ts';

/** Where a Secret, or an annotation with a copy of it, has its values. */
const PLACES = /^\/(data|stringData|metadata\/annotations)(\/|$)|^\/metadata$/;
const DATA = /^\/(data|stringData)(\/|$)/;

/** Why a rule that names a value of a Secret is refused, whether or not the Secret has that very value: the answer would tell. */
export const WRITES_SECRET =
  'it writes values of a Secret, which would stand in the request and in its records: a rule may only remove them';

/**
 * The object as an expression or a condition may read it: what it takes from a Secret could be put where plans and reports
 * show it, and whether a condition holds would tell a value letter by letter.
 */
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

/** Whether an operation asks for a value of a Secret. */
export const asksSecretValue = (object: KubeObject, { op, path }: PatchOperation) =>
  isSecret(object) && op === 'test' && PLACES.test(path);

/** Whether an operation names what a value of a Secret is to be. */
export function setsSecretValue(object: KubeObject, operation: PatchOperation): boolean {
  if (!isSecret(object) || !DATA.test(operation.path)) return false;
  const { op, path } = operation;
  if (op === 'copy' || op === 'move') return true;
  return (op === 'add' || op === 'replace') && (path.slice(1).includes('/') || isSaid(operation.value));
}

/** The same of a patch that is merged. */
export const mergesSecretValue = (object: KubeObject, patch: Record<string, unknown>) =>
  isSecret(object) && (isSaid(patch.data) || isSaid(patch.stringData));

/** Null removes, and `$patch` and the like say how. */
const isSaid = (map: unknown) =>
  isRecord(map)
    ? Object.entries(map).some(([key, value]) => value !== null && !key.startsWith('$'))
    : map !== undefined && map !== null;
