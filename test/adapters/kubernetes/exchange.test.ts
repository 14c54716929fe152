import type { Agent } from 'node:https';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agentFor, exchange } from '../../../adapters/kubernetes/exchange.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
let agent: Agent;

beforeAll(async () => {
  server = await startScriptedServer();
  agent = agentFor({ ca: server.certificateAuthority });
  server.server.removeAllListeners('request');
  server.server.on('request', (request, response) => {
    response.writeHead(200);
    if (request.url === '/silent') return;
    const chunk = request.url === '/large' ? 'x'.repeat(10_000) : 'x';
    const timer = setInterval(() => response.write(chunk), 20);
    response.on('close', () => clearInterval(timer));
  });
});
afterAll(() => {
  agent.destroy();
  return server.stop();
});

// Promise: bounded-answers
it.each([
  ['never says anything', '/silent', 'ANSWER_TIMEOUT'],
  ['trickles on without an end', '/slow', 'ANSWER_TIMEOUT'],
  ['answers without an end', '/large', 'ANSWER_TOO_LARGE'],
])('an API server that %s is given up', async (_what, path, code) => {
  const asked = exchange(
    server.endpoint,
    agent,
    { method: 'GET', path, headers: {} },
    { milliseconds: 400, bytes: 20_000 },
  );
  await expect(asked).rejects.toMatchObject({ code });
});
