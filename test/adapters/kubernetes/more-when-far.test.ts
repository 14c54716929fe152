import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import { inParallel } from '../../../core/base/in-parallel.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.stop());

/** How many requests a server has at a time that answers each after so long, at most. */
async function mostAtATime(roundTripMs: number, maxSockets: number): Promise<number> {
  let [now, most] = [0, 0];
  server.server.removeAllListeners('request');
  server.server.on('request', async (_, response) => {
    most = Math.max(most, ++now);
    if (roundTripMs > 0) await wait(roundTripMs);
    now--;
    response.end('{"gitVersion":"v1.36.0"}');
  });
  const { endpoint, certificateAuthority } = server;
  const api = connect({ endpoint, certificateAuthority, credential: { token: () => 'any' }, maxSockets });
  await inParallel(Array.from({ length: 80 }), 40, () => api.version());
  api.close();
  return most;
}

describe('the requests that are under way at a time', () => {
  it('are as many as there are connections to a server that is near', async () => {
    expect(await mostAtATime(0, 8)).toBeLessThanOrEqual(12);
  });

  it('are more to one that is far, up to three times as many', async () => {
    expect(await mostAtATime(200, 8)).toBe(24);
  });
});
