import { jsonAnswer, jsonError, parseJson } from './json.ts';
import type { Protocol } from './protocol.ts';
import { matchRoute } from './route.ts';

/** restJson1: EKS, EBS direct APIs, Lambda, Scheduler. A body that is bytes is left to the operation. */
export const restJson: Protocol = {
  read(service, request) {
    const { operation, members } = matchRoute(service, request);
    const isJson = /\bjson\b/.test(request.headers['content-type'] ?? '');
    return { operation, input: { ...(isJson ? parseJson(request) : {}), ...members } };
  },
  write: (service, operation, output) => jsonAnswer(service.statuses?.[operation] ?? 200, output ?? {}),
  writeError: (_service, error) => jsonError(error),
};
