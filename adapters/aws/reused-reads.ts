import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { NetConnectOpts, OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';

/** One read of a socket, as Node has it. */
const READ_BYTES = 65_536;

/**
 * A workaround. Node gives every socket read a buffer of its own, outside of its heap; at hundreds of MiB/s these
 * make V8 collect its whole heap a hundred times for each GiB, which costs a fifth of the CPU time of a block copy.
 * So each connection reads into one buffer (`onread`, https://nodejs.org/api/net.html#socketconnectoptions-connectlistener)
 * and hands it on as the `data` that the HTTP parser waits for. The parser copies what it gives to a response.
 */
export const reusingAgent = (options: AgentOptions): HttpAgent => new ReusingHttpAgent(options);
export const reusingTlsAgent = (options: AgentOptions): HttpsAgent => new ReusingHttpsAgent(options);

type Connect = (
  options: NetConnectOpts,
  connected?: (error: Error | null, stream: Duplex) => void,
) => Duplex | null | undefined;

class ReusingHttpAgent extends HttpAgent {
  override createConnection: Connect = (options, connected) =>
    connectReusing((reusing) => super.createConnection(reusing, connected), options);
}

class ReusingHttpsAgent extends HttpsAgent {
  override createConnection: Connect = (options, connected) =>
    connectReusing((reusing) => super.createConnection(reusing, connected), options);
}

function connectReusing(connect: (options: NetConnectOpts) => Duplex | null | undefined, options: NetConnectOpts) {
  let socket: Duplex | null | undefined;
  const onread: OnReadOpts = {
    buffer: Buffer.allocUnsafeSlow(READ_BYTES),
    callback: (length, buffer) => {
      socket?.emit('data', (buffer as Buffer).subarray(0, length));
      return true;
    },
  };
  socket = connect({ ...options, onread });
  return socket;
}
