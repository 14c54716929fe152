import type { HttpAnswer } from '../http-message.ts';
import type { Protocol } from './protocol.ts';
import { matchRoute } from './route.ts';
import { xmlAnswer } from './xml.ts';

/** restXml as S3 speaks it. An output has one member, which names the root element; a body is left to the operation. */
export const restXml: Protocol = {
  read(service, request) {
    const { operation, members } = matchRoute(service, request);
    return { operation, input: members };
  },
  write(service, _operation, output) {
    const [root] = Object.entries((output ?? {}) as Record<string, unknown>);
    if (!root) return { status: 200, headers: {}, body: '' };
    return asS3(xmlAnswer(200, root[0], service.xmlNamespace, root[1]));
  },
  writeError: (_service, { code, message, status, fields }, requestId) =>
    asS3(xmlAnswer(status, 'Error', undefined, { Code: code, Message: message, ...fields, RequestId: requestId })),
};

const asS3 = (answer: HttpAnswer): HttpAnswer => ({ ...answer, headers: { 'content-type': 'application/xml' } });
