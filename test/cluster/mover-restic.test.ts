import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { s3BlobReader } from '../../adapters/aws/blob-reader.ts';
import { moverSession } from '../../adapters/aws/mover-session.ts';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import type { MoverSession } from '../../core/base/ports/mover-session.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { moverJob, secretData } from '../../core/plan/movers/mover-objects.ts';
import { openRepository } from '../../core/repositories/open-repository.ts';
import { newRepository } from '../../core/repositories/restic/new-repository.ts';
import { listAt, textAt } from '../../kube/fields.ts';
import { HUB, moverRole } from '../adapters/aws/mover-role.ts';
import { SOURCE, startSmallCloud } from '../adapters/aws/small-cloud.ts';
import { backupTools } from './backup-tools/build-tools.ts';

const { region } = SOURCE;
const BUCKET = 'records';
const PASSWORD = randomBytes(32).toString('hex');
const folder = mkdtempSync(join(tmpdir(), 'kubeferry-mover-'));
let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
let hub: ObjectStore;
let restic: string;
beforeAll(async () => {
  ({ restic } = await backupTools());
  cloud = await startSmallCloud();
  hub = s3ObjectStore({ bucket: BUCKET, region, credentials: cloud.credentials });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cloud?.stop();
});

/** A folder of a run and claim with the empty repository of the hub, a session for it, and the container of its Job as a process. */
async function mover(claim: string, data: string, options: string[] = []) {
  const prefix = `moved/run-1/${claim}`;
  for (const [path, bytes] of Object.entries(newRepository(PASSWORD))) await hub.put(`${prefix}/${path}`, bytes);
  const place = { roleArn: moverRole(cloud.iam, HUB, BUCKET), bucket: BUCKET, region, credentials: cloud.credentials };
  const session = await moverSession(place, prefix, 'mover@run-1');
  const secret = mkdtempSync(join(folder, 'secret-'));
  const write = (given: MoverSession) => {
    for (const [name, text] of Object.entries(secretData(PASSWORD, given)))
      writeFileSync(join(secret, name), text.replaceAll('/kubeferry/', `${secret}/`));
  };
  const move = { kind: 'mover', image: 'restic', hours: 1, memory: '1Gi' } as const;
  const repository = `s3:${process.env.AWS_ENDPOINT_URL}/${BUCKET}/${prefix}`;
  const { spec } = moverJob({ cloneId: 'run-1', claim: `shop/${claim}`, move, repository, region });
  const [container] = listAt(spec, 'template.spec.containers');
  const here = (text: string) => text.replace('/kubeferry', secret).replace(/\/data(?=$|\/)/, data);
  const variables = listAt(container, 'env').map((each) => [textAt(each, 'name'), here(textAt(each, 'value') ?? '')]);
  const env = { PATH: process.env.PATH, ...Object.fromEntries(variables), HOME: secret, TMPDIR: secret };
  const args = [...listAt(container, 'args').map((each) => here(String(each))), ...options];
  const run = () =>
    new Promise<{ code: unknown; said: string }>((resolve) =>
      execFile(restic, args, { env, timeout: 20_000 }, (error, out, err) =>
        resolve({ code: error?.code ?? 0, said: `${out}${err}` }),
      ),
    );
  return { prefix, session, write, run };
}

// Promise: mover-keeps-to-its-folder
it('lets the real restic fill the repository that the hub has begun, with the rights of one folder', async () => {
  const data = mkdtempSync(join(folder, 'data-'));
  writeFileSync(join(data, 'a'), 'contents');
  chmodSync(data, 0o2750);
  chownSync(data, 999, 998);
  const { prefix, session, write, run } = await mover('small', data);
  write(session);
  expect(await run()).toEqual({ code: 0, said: '' });
  // A pod that is killed begins again.
  expect(await run()).toEqual({ code: 0, said: '' });
  const blobs = s3BlobReader({ session: { credentials: cloud.credentials }, region, bucket: BUCKET });
  const repository = await openRepository('restic', { blobs, prefix }, PASSWORD);
  const found = await repository.find({ host: 'kubeferry', tag: 'run-1' });
  expect(found).toMatchObject({ losses: [], bytes: 8 });
  for await (const entry of repository.walk(found.root)) {
    expect(entry).toMatchObject({ depth: 0, permissions: 0o2750, uid: 999, gid: 998 });
    break;
  }
  for await (const key of hub.list(`${prefix}/locks/`)) expect.unreachable(key);
});

it('has the real restic ask for its session again before that ends', async () => {
  const data = mkdtempSync(join(folder, 'data-'));
  writeFileSync(join(data, 'a'), randomBytes(24 * 2 ** 20));
  const { session, write, run } = await mover('slow', data, ['--limit-upload=2000']);
  write({ ...session, expiration: new Date(Date.now() + 5_000).toISOString() });
  const ended = run();
  await wait(1_000);
  // One that nobody knows: it is told by the refusal that it was taken.
  write({ ...session, accessKeyId: 'ASIAUNKNOWNUNKNOWN00' });
  expect((await ended).said).toMatch(/InvalidAccessKeyId|does not exist in our records|security token/);
});
