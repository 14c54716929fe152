import { readForm } from './form.ts';
import type { Protocol } from './protocol.ts';
import { xmlAnswer } from './xml.ts';

/** ec2Query: as awsQuery, with lists of `item` and another error document. */
export const ec2: Protocol = {
  read(_service, request) {
    const { action, input } = readForm(request);
    return { operation: action, input };
  },
  write: (service, operation, output, requestId) =>
    xmlAnswer(200, `${operation}Response`, service.xmlNamespace, { requestId, ...(output as object) }, 'item'),
  writeError: (_service, { code, message, status, fields }, requestId) =>
    xmlAnswer(status, 'Response', undefined, {
      Errors: { Error: { Code: code, Message: message, ...fields } },
      RequestID: requestId,
    }),
};
