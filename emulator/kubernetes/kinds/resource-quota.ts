import { immutableFields } from './immutable.ts';
import type { KindRules } from './kind-rules.ts';

export const quotaRules: KindRules = {
  storage: '/resourcequotas',
  validateUpdate: (object, old) => immutableFields(scopesOf(object), scopesOf(old), ['scopes'], 'spec'),
};

/** Their order says nothing (pkg/apis/core/validation `ValidateResourceQuotaUpdate` compares sets). */
const scopesOf = ({ spec }: Record<string, unknown>) => ({
  scopes: [...((spec as { scopes?: string[] } | undefined)?.scopes ?? [])].sort(),
});
