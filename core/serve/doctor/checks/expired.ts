import { checkNamed } from '../check.ts';
import type { RouteCheck } from '../kinds-of-checks.ts';

const { ok, broken, unknown } = checkNamed('expired clones');

/** Every clone whose time is over was removed. */
export const checkExpired: RouteCheck = ({ name }, { expired }) => {
  if ('notAsked' in expired) return [unknown(name, expired.notAsked)];
  if ('failure' in expired) return [unknown(name, expired.failure.message)];
  if (expired.value.length === 0) return [ok(name, 'all removed')];
  return expired.value.map(({ cloneId, expiresAt }) =>
    broken({
      thing: cloneId,
      found: `due since ${expiresAt.slice(0, 16)}Z`,
      sentence:
        'Its time to live is over and each hour tries to remove it, so something of it is still there and costs money; docs/runbook.md#a-clone-outlived-its-time says how to find out what.',
      fix: `npm run kubeferry -- rollback ${name} ${cloneId}`,
    }),
  );
};
