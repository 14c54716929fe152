import type { KubeObject } from '../../../kube/kube-object.ts';
import { sameJson } from '../../../kube/same-json.ts';
import { isSecret } from '../../translate/privacy.ts';

/**
 * Why a Secret cannot be changed in place, in the words of API servers (core/validation, ValidateSecretUpdate). It is found by
 * comparing, since a dry run would send values that nobody has approved yet. Undefined when it can, and for other kinds.
 */
export function whySecretStays(there: KubeObject, wanted: KubeObject): string | undefined {
  if (!isSecret(there)) return undefined;
  if ((there.type ?? OPAQUE) !== (wanted.type ?? OPAQUE)) return 'type: Invalid value: field is immutable';
  if (there.immutable !== true) return undefined;
  if (wanted.immutable !== true) return 'immutable: Forbidden: field is immutable when `immutable` is set';
  return sameJson(there.data ?? {}, wanted.data ?? {})
    ? undefined
    : 'data: Forbidden: field is immutable when `immutable` is set';
}

const OPAQUE = 'Opaque';
