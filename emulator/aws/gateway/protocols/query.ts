import { readForm } from './form.ts';
import type { Protocol } from './protocol.ts';
import { xmlAnswer } from './xml.ts';

/** awsQuery: STS, IAM, SNS. */
export const query: Protocol = {
  read(_service, request) {
    const { action, input } = readForm(request);
    return { operation: action, input };
  },
  write: (service, operation, output, requestId) =>
    xmlAnswer(
      200,
      `${operation}Response`,
      service.xmlNamespace,
      { [`${operation}Result`]: output ?? {}, ResponseMetadata: { RequestId: requestId } },
      'member',
    ),
  writeError: (service, { code, message, status, fields }, requestId) =>
    xmlAnswer(status, 'ErrorResponse', service.xmlNamespace, {
      Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message, ...fields },
      RequestId: requestId,
    }),
};
