import type { Protocol } from './protocol.ts';

/**
 * One answer for a request that is not signed, whose signature is wrong or too old, whose credentials are unknown or
 * expired, and whose caller lacks `execute-api:Invoke`
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html). Sentences such as
 * "Missing Authentication Token" are gateway responses, which REST APIs have
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/customize-gateway-responses.html); what an HTTP API puts
 * into the body is not documented, and this is what it is seen to send.
 */
const FORBIDDEN = 403;

/** An HTTP API of API Gateway: the request goes to the operation as it came, and the integration's answer goes back. */
export const httpApi: Protocol = {
  read: (_service, { method, path, query, headers }) => ({
    operation: 'Invoke',
    input: { method, path, query, headers },
  }),
  write: () => ({ status: 500, headers: {}, body: '' }),
  writeError: (_service, { status, message }) => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message: status === FORBIDDEN ? 'Forbidden' : message }),
  }),
};
