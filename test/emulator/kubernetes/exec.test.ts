import { PassThrough } from 'node:stream';
import { Exec, type V1Status } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster, type TestCluster } from './cluster.ts';
import { pod } from './objects.ts';

describe('exec with the stock client', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({
      exec: (_pod, container, command) =>
        command[0] === 'fail'
          ? { exitCode: 3, stdout: '', stderr: 'no\n' }
          : { exitCode: 0, stdout: `${container}: ${command.join(' ')}\n`, stderr: '' },
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

  it('refuses a pod that does not exist', async () => {
    await expect(run('nobody', ['true'])).rejects.toBeDefined();
  });
});
