import { gate } from '../../core/base/pace/gate.ts';
import type { Clock } from '../../time/clock.ts';
import type { Transport } from './transport.ts';

/** The same way to the API server with no more than so many requests a second; all pass where there is no such rate. */
export function paced<T extends Transport>(wire: T, clock: Clock, perSecond: number | undefined): T {
  if (perSecond === undefined) return wire;
  const enter = gate({ clock, concurrency: Number.POSITIVE_INFINITY, perSecond });
  return { ...wire, send: (request) => enter(() => wire.send(request)) };
}
