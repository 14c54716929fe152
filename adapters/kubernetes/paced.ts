import type { Gate } from '../../core/base/pace/gate.ts';
import type { Transport } from './transport.ts';

/** The same way to the API server, on which each request and each command in a pod waits for its turn; all pass where there is none. */
export function paced<T extends Transport>(wire: T, turn: Gate | undefined): T {
  if (!turn) return wire;
  return {
    ...wire,
    send: (request) => turn(() => wire.send(request)),
    exec: (pod, command, timeoutSeconds) => turn(() => wire.exec(pod, command, timeoutSeconds)),
  };
}
