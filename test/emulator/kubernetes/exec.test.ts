import { PassThrough } from 'node:stream';
import { Exec, type V1Status } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { AccessAttributes, Mishap } from '../../../emulator/kubernetes/contract/backend.ts';
import { startCluster, type TestCluster } from './cluster.ts';
import { pod } from './objects.ts';

describe('exec with the stock client', () => {
  let cluster: TestCluster;
  let mishap: Mishap | undefined;
  const met: AccessAttributes[] = [];
  const ran: string[] = [];
  beforeAll(async () => {
    cluster = await startCluster({
      authenticate: (token) => (token === 'ferry' ? { username: 'ferry', groups: [] } : undefined),
      authorize: ({ username }) => username === 'ferry',
      meet: (_, access) => {
        if (access.subresource !== 'exec') return undefined;
        met.push(access);
        return mishap;
      },
      exec: (_pod, container, command) => {
        ran.push(command.join(' '));
        return command[0] === 'fail'
          ? { exitCode: 3, stdout: '', stderr: 'no\n' }
          : { exitCode: 0, stdout: `${container}: ${command.join(' ')}\n`, stderr: '' };
      },
    });
    await cluster.until('/api/v1/namespaces/default/serviceaccounts/default', () => true);
    await cluster.apply(pod('shell'));
    await cluster.until(
      '/api/v1/namespaces/default/pods/shell',
      ({ status }) => (status as { phase: string }).phase === 'Running',
    );
  });
  afterAll(() => cluster.stop());

  const run = async (name: string, command: string[]) => {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const status = await new Promise<V1Status>((resolve, reject) => {
      new Exec(cluster.config).exec('default', name, 'main', command, out, err, null, false, resolve).catch(reject);
    });
    return { status, out: out.read()?.toString() ?? '', err: err.read()?.toString() ?? '' };
  };

  it('passes the command on and its output back', async () => {
    const { status, out } = await run('shell', ['echo', 'hello']);
    expect([status.status, out]).toEqual(['Success', 'main: echo hello\n']);
  });

  it('tells the exit code of a command that failed', async () => {
    const { status, err } = await run('shell', ['fail']);
    expect(status).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
    expect(err).toBe('no\n');
  });

  it('is refused, or runs and is not heard of, when something goes wrong with it', async () => {
    const closed = (command: string) =>
      new Promise<number>((resolve, reject) => {
        const { endpoint, certificateAuthority: ca } = cluster.running;
        const headers = { authorization: 'Bearer ferry' };
        const path = `/api/v1/namespaces/default/pods/shell/exec?command=${command}`;
        const socket = new WebSocket(`${endpoint.replace('https', 'wss')}${path}`, ['v5.channel.k8s.io'], {
          ca,
          headers,
        });
        socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
        socket.on('close', resolve);
        socket.on('error', reject);
      });
    mishap = 'denied';
    expect(await closed('refused')).toBe(403);
    mishap = 'lost';
    expect(await closed('unheard')).toBe(1006);
    mishap = undefined;
    expect(met.at(-1)).toMatchObject({ verb: 'create', resource: 'pods', subresource: 'exec', name: 'shell' });
    expect(ran.includes('unheard') && !ran.includes('refused')).toBe(true);
  });

  it('refuses a pod that does not exist', async () => {
    await expect(run('nobody', ['true'])).rejects.toBeDefined();
  });
});
