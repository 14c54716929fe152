import { Connection, type Exchange } from './connection.ts';
import type { Answer } from './response-reader.ts';

/** Of all callers of a function: they outlive an invocation. */
const free = new Map<string, Connection[]>();

/** One exchange with a server, over a connection that is free, or else over one more. Rejects with the socket's error. */
export function exchangeWith(endpoint: URL, exchange: Exchange): Promise<Answer> {
  const known = free.get(endpoint.origin) ?? [];
  free.set(endpoint.origin, known);
  let connection = known.pop();
  while (connection?.isEnding) connection = known.pop();
  return (connection ?? opened(endpoint, known)).exchange(exchange);
}

function opened(endpoint: URL, known: Connection[]): Connection {
  const connection: Connection = new Connection(
    endpoint,
    () => known.push(connection),
    () => {
      const at = known.indexOf(connection);
      if (at >= 0) known.splice(at, 1);
    },
  );
  return connection;
}
