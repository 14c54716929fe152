import { KubeferryError } from '../../../../core/base/errors.ts';
import { parseRequest } from '../../../../core/base/request/parse-request.ts';

/** What is wrong with a request on a route, by where it is; nothing for one that is accepted. */
export function problemsOf(input: unknown, on: Parameters<typeof parseRequest>[1]): Record<string, string> {
  try {
    parseRequest(input, on);
  } catch (error) {
    if (error instanceof KubeferryError)
      return Object.fromEntries(error.problems.map(({ at, message }) => [at, message]));
    throw error;
  }
  return {};
}
