import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
let api: ClusterApi;
let upgrades: { url: string; protocols: string; authorization?: string }[];
/** What the kubelet does with the command, or the status with which it refuses the upgrade. */
let kubelet: ((socket: WebSocket) => void) | { status: number; body: object };

const POD = { namespace: 'shop', name: 'db-0', container: 'db' };
const frame = (channel: number, text: string) => Buffer.concat([Buffer.from([channel]), Buffer.from(text)]);
const SUCCESS = { metadata: {}, status: 'Success' };
const failure = (exitCode: number) => ({
  status: 'Failure',
  reason: 'NonZeroExitCode',
  message: `command terminated with non-zero exit code`,
  details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
});

beforeAll(async () => {
  server = await startScriptedServer();
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered][0] ?? false });
  upgrades = [];
  server.server.on('upgrade', (request, socket, head) => {
    const { authorization, 'sec-websocket-protocol': protocols = '' } = request.headers;
    upgrades.push({ url: request.url ?? '', protocols, ...(authorization ? { authorization } : {}) });
    if (typeof kubelet === 'function') {
      const run = kubelet;
      sockets.handleUpgrade(request, socket, head, (opened) => run(opened));
      return;
    }
    const body = JSON.stringify(kubelet.body);
    socket.end(
      `HTTP/1.1 ${kubelet.status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  });
  const { endpoint, certificateAuthority } = server;
  api = connect({ endpoint, certificateAuthority, credential: { token: () => 'secret-token' } });
});
afterAll(() => {
  api.close();
  return server.stop();
});

describe('a command in a pod', () => {
  it('is sent word for word, and answers what it wrote', async () => {
    kubelet = (socket) => {
      socket.send(frame(1, 'fro'));
      socket.send(frame(2, 'slow disk\n'));
      socket.send(frame(1, 'zen\n'));
      socket.send(frame(3, JSON.stringify(SUCCESS)));
      socket.close();
    };
    const result = await api.exec(POD, ['sh', '-c', 'fsfreeze -f "/data & more"'], 5);
    expect(result).toEqual({ exitCode: 0, stdout: 'frozen\n', stderr: 'slow disk' });
    const { url, protocols, authorization } = upgrades.at(-1)!;
    const { pathname, searchParams } = new URL(url, server.endpoint);
    expect(pathname).toBe('/api/v1/namespaces/shop/pods/db-0/exec');
    expect(searchParams.getAll('command')).toEqual(['sh', '-c', 'fsfreeze -f "/data & more"']);
    expect(searchParams.get('container')).toBe('db');
    expect(protocols.split(/, ?/)).toEqual(['v5.channel.k8s.io', 'v4.channel.k8s.io']);
    expect(authorization).toBe('Bearer secret-token');
  });

  it('that fails is no error: its exit code tells', async () => {
    kubelet = (socket) => {
      socket.send(frame(3, JSON.stringify(failure(32))));
      socket.close();
    };
    expect(await api.exec(POD, ['false'], 5)).toMatchObject({ exitCode: 32 });
  });

  // Promise: no-secret-in-a-sentence
  it('that fails says so without secrets, and without what a terminal acts on', async () => {
    kubelet = (socket) => {
      socket.send(frame(2, '\u001b[31mpsql: \u001b]0;owned\u0007'));
      socket.send(frame(2, 'postgres://shop:hunt/er2@db refused\u001b[0m\n'));
      socket.send(frame(3, JSON.stringify(failure(1))));
      socket.close();
    };
    const { stderr } = await api.exec(POD, ['psql'], 5);
    expect(stderr).toBe('psql: postgres://shop:***@db refused');
  });

  it('that writes without an end is kept in memory to a mebibyte', async () => {
    kubelet = (socket) => {
      for (let at = 0; at < 40; at++) socket.send(frame(1, 'x'.repeat(64 * 1024)));
      socket.send(frame(3, JSON.stringify(SUCCESS)));
      socket.close();
    };
    const { stdout } = await api.exec(POD, ['yes'], 5);
    expect(stdout.length).toBe(1024 * 1024);
  });

  it('that could not run says why', async () => {
    kubelet = (socket) => {
      socket.send(
        frame(
          3,
          JSON.stringify({ status: 'Failure', message: 'exec: "fsfreeze": not found', reason: 'InternalError' }),
        ),
      );
      socket.close();
    };
    await expect(api.exec(POD, ['fsfreeze'], 5)).rejects.toThrow('exec: "fsfreeze": not found');
  });

  it('that takes too long is given up', async () => {
    kubelet = () => {};
    await expect(api.exec(POD, ['sleep', '9'], 0.1)).rejects.toMatchObject({
      name: 'HookFailed',
      message: 'Could not run sleep in pod shop/db-0: it did not end within 0.1 s.',
    });
  });

  it('whose connection breaks may be repeated', async () => {
    kubelet = (socket) => socket.terminate();
    await expect(api.exec(POD, ['true'], 5)).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it.each([
    [403, 'AccessDenied', 'cannot create resource "pods/exec"'],
    [404, 'NotFound', 'pods "db-0" not found'],
  ])('is refused with %i in the words of the server', async (status, name, message) => {
    kubelet = { status, body: { kind: 'Status', message } };
    await expect(api.exec(POD, ['true'], 5)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});
