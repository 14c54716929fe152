/** Inside a worker thread: names of the emulated network are resolved by the cloud, all others as ever. */
import dns from 'node:dns';
import type { LookedUp, Lookup } from './messages.ts';

/** API servers of EKS have names; which address that is, and whether there is a way, depends on who asks. */
const EMULATED = /\.eks\.amazonaws\.com$/;

type Callback = (error: NodeJS.ErrnoException | null, address: unknown, family?: number) => void;

/** Takes the place of `dns.lookup`, which is what connections resolve their hosts by. */
export function useNetwork(ask: (lookup: Lookup) => void): { lookedUp(answer: LookedUp): void } {
  const waiting = new Map<number, (answer: LookedUp) => void>();
  const original = dns.lookup;
  let last = 0;
  const lookup = (host: string, options: unknown, callback?: Callback) => {
    if (!EMULATED.test(host)) return original(host, options as never, callback as never);
    const settle = (callback ?? options) as Callback;
    const all = typeof options === 'object' && (options as { all?: boolean } | null)?.all === true;
    last += 1;
    waiting.set(last, (answer) => {
      if ('refused' in answer) {
        settle(Object.assign(new Error(answer.refused.message), { code: answer.refused.code }), '');
      } else if (all) settle(null, [{ address: answer.address, family: 4 }]);
      else settle(null, answer.address, 4);
    });
    ask({ id: last, host });
  };
  dns.lookup = lookup as unknown as typeof dns.lookup;
  return {
    lookedUp(answer) {
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    },
  };
}
