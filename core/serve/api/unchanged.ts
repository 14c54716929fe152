import { createHash } from 'node:crypto';
import type { ApiAnswer } from './problem.ts';
import type { ApiRequest } from './request.ts';

/** When something was looked at is no change of it. */
const LOOKED_AT = /"asOf":"[^"]*",?/;

/**
 * The answer with its ETag; without a body (304) where the caller has it already. The same for all callers of a path, and
 * weak, since the moment of the look is left out of it (https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match).
 */
export function tagged({ key, headers }: ApiRequest, answer: ApiAnswer): ApiAnswer {
  if (!key.startsWith('GET ') || answer.status !== 200) return answer;
  const digest = createHash('sha256').update(answer.body.replace(LOOKED_AT, '')).digest('base64url');
  const etag = `W/"${digest.slice(0, 22)}"`;
  const known = (headers['if-none-match'] ?? '').split(',').map((each) => each.trim());
  return known.includes(etag)
    ? { status: 304, headers: { etag }, body: '' }
    : { ...answer, headers: { ...answer.headers, etag } };
}
