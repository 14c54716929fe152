import { withoutPasswords } from '../../translate/privacy.ts';
import type { Known } from './described-fields.data.ts';

/**
 * Paths of what an answer has and a new cluster does not get, with the value as a person may read it: a proxy may be named with its
 * password. What means "not set" is left out.
 */
export function leftFields(value: unknown, known: Known, path = ''): { path: string; value: unknown }[] {
  if (typeof known === 'string' || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each, at) => leftFields(each, known, `${path}.${at}`));
  return Object.entries(value).flatMap(([field, inner]) => {
    const at = path === '' ? field : `${path}.${field}`;
    const rule = Object.hasOwn(known, field) ? known[field] : undefined;
    if (rule !== undefined && rule !== 'left') return leftFields(inner, rule, at);
    return isUnset(inner) ? [] : [{ path: at, value: withoutPasswords({ [field]: inner })[field] }];
  });
}

/** Nothing, false, or made of such alone: a feature that is off needs no word. */
function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && !(value instanceof Date) && Object.values(value).every(isUnset);
}
