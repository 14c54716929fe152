/** A line to a port of this machine on which each way takes half of a round trip. Its own process, so that nobody's CPU is counted with it. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface DelayJob {
  port: number;
  roundTripMs: number;
}

process.on('message', ({ port, roundTripMs }: DelayJob) => {
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true });
    pipe(client, upstream, roundTripMs / 2);
    pipe(upstream, client, roundTripMs / 2);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
});
process.on('disconnect', () => process.exit());

function pipe(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (chunk) => void setTimeout(() => to.write(chunk), delayMs));
  from.on('close', () => void setTimeout(() => to.destroy(), delayMs));
  from.on('error', () => to.destroy());
}
