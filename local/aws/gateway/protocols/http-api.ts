import type { Protocol } from './protocol.ts';

/** Refusals of IAM have one answer, whatever the reason: an HTTP API tells nobody more. */
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
