import { describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import type { Evidence } from '../../../../core/reporting/evidence/evidence.ts';
import { verifyEvidence } from '../../../../core/reporting/evidence/verify-evidence.ts';
import { finishReport, writeReport } from '../../../../core/reporting/write-report.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { TWO_ROUTES } from '../../serve/api/two-routes.ts';
import { KEY, memorySigner } from './memory-signer.ts';

const keys = keysOf('run-1');
const clone: Clone = {
  cloneId: 'run-1',
  mode: 'clone',
  route: TWO_ROUTES[0]!,
  startedAt: '2026-11-22T10:00:00Z',
  askedBy: 'arn:aws:iam::111122223333:user/ada',
};
const volume = {
  claim: 'shop/data',
  strategy: 'copy-blocks',
  reason: "its key is the source's own",
  sourceVolumeId: 'vol-1',
  sourceZone: 'a',
  sizeGiB: 8,
  zone: 'b',
  volumeType: 'gp3',
  kmsKeyArn: 'key',
  tags: {},
  dollars: 0.1,
  minutes: 2,
};
const PLAN = {
  hash: 'abc',
  createdAt: '2026-11-22T10:01:00Z',
  profile: 'clone',
  namespaces: ['shop'],
  objects: [],
  volumes: [volume],
  findings: [],
  dollars: 0.5,
  minutes: 5,
};

async function recorded(): Promise<ObjectStore> {
  const store = memoryObjectStore();
  const put = (key: string, value: unknown) => store.put(key, JSON.stringify(value));
  await put(keys.plan, PLAN);
  await put(keys.approval, { by: 'arn:aws:iam::111122223333:user/grace', at: '2026-11-22T10:02:00Z', planHash: 'abc' });
  await put(keys.volume('shop/data'), {
    claim: 'shop/data',
    snapshotId: 'snap-2',
    volumeId: 'vol-2',
    zone: 'b',
    sizeGiB: 8,
  });
  await put(keys.seal('shop/data'), { snapshotId: 'snap-2', changedBlocks: 3, checksum: 'c2hh' });
  await put(keys.verified, { objects: 7, workloads: 1, volumes: 1 });
  await put(`${keys.ledger}objects/000000`, { objects: [] });
  await put(`${keys.ledger}objects/000001`, { objects: [] });
  await store.put(`${keys.export}000000.gz`, 'password: hunter2');
  return store;
}
const read = async <T>(store: ObjectStore, key: string): Promise<T> =>
  JSON.parse(Buffer.from((await store.get(key))!).toString('utf8')) as T;
const ending = { endedAt: '2026-11-22T10:20:00Z' };
const at = '2026-11-22T10:20:01Z';

describe('the evidence of a run', () => {
  const signer = memorySigner();

  // Promise: evidence-of-each-run
  it('tells who asked, who approved, what was planned, moved and compared, and which records say so', async () => {
    const store = await recorded();
    await writeReport(store, clone, ending, { signer, at });
    const evidence = await read<Evidence>(store, keys.evidence);
    const told = (what: string) => evidence.entries.filter((entry) => entry.what === what).map(({ body }) => body);
    expect(evidence.statement).toMatchObject({ route: 'prod-to-dev', run: 'run-1', signedAt: at });
    expect(evidence.signature.key).toBe(KEY);
    expect(told('run')).toMatchObject([{ askedBy: clone.askedBy }]);
    expect(told('planned')).toMatchObject([
      { hash: 'abc', volumes: [{ claim: 'shop/data', strategy: 'copy-blocks' }] },
    ]);
    expect(told('approved')).toMatchObject([{ by: 'arn:aws:iam::111122223333:user/grace', planHash: 'abc' }]);
    expect(told('moved')).toMatchObject([
      { claim: 'shop/data', from: 'vol-1', snapshotId: 'snap-2', volumeId: 'vol-2' },
    ]);
    expect(told('compared')).toMatchObject([
      { claim: 'shop/data', blocks: 3, checksum: 'c2hh', how: expect.stringContaining('SHA-256') },
      { objects: 7, workloads: 1 },
    ]);
    expect(told('ended')).toMatchObject([{ status: 'SUCCEEDED' }]);
    // sha256sum of the bytes, and of a line for each record of a folder.
    expect(told('record')).toContainEqual({
      key: keys.verified,
      sha256: 'e36ae709a5241cf3ff21c757eabd00f465f3575c895d86a68ab3a28a948b39cf',
    });
    expect(told('record').find(({ key }) => key === keys.ledger)).toMatchObject({ records: 2 });
    expect(verifyEvidence(JSON.stringify(evidence), signer.pem).wrong).toEqual([]);
    expect(Buffer.from((await store.get(keys.evidenceKey))!).toString()).toBe(signer.pem);
  });

  it('names no record of whole objects, which have Secrets among them', async () => {
    const store = await recorded();
    await writeReport(store, clone, ending, { signer, at });
    expect(JSON.stringify(await read(store, keys.evidence))).not.toMatch(/exports\/|hunter2/);
  });

  it('is linked by the report, and is signed again when the clean-up has taken its rest', async () => {
    const store = await recorded();
    await writeReport(
      store,
      clone,
      { ...ending, left: { Error: 'RollBackIncomplete', Cause: 'snap-1 is in use.' } },
      { signer, at },
    );
    expect(await read(store, keys.report)).toMatchObject({ evidence: { key: 'clones/run-1/evidence.json' } });
    expect(Buffer.from((await store.get(keys.reportPage))!).toString()).toContain('kubeferry verify-evidence');
    expect((await read<Evidence>(store, keys.evidence)).entries.at(-1)?.body.left).toContain('snap-1 is in use');
    await finishReport(store, clone, { signer, at });
    expect((await read<Evidence>(store, keys.evidence)).entries.at(-1)?.body).not.toHaveProperty('left');
  });

  it('tells of a run that failed what was undone, and what could not be', async () => {
    const store = await recorded();
    const failure = { Error: 'VerificationFailed', Cause: 'A claim is gone.' };
    await writeReport(
      store,
      clone,
      { ...ending, failure, rollBackFailure: { Error: 'RollBackIncomplete', Cause: 'vol-2 is attached.' } },
      { signer, at },
    );
    const { entries } = await read<Evidence>(store, keys.evidence);
    expect(entries.find(({ what }) => what === 'undone')?.body).toMatchObject({
      whole: false,
      why: expect.stringContaining('vol-2 is attached'),
    });
    expect(entries.at(-1)?.body).toMatchObject({ status: 'FAILED', failure: 'A claim is gone.' });
  });

  it('changes nothing about a run where the key cannot sign, and says so', async () => {
    const store = await recorded();
    const disabled = {
      ...signer,
      sign: () =>
        Promise.reject(
          Object.assign(new Error(`Could not sign with key ${KEY}: it is disabled.`), { name: 'DisabledException' }),
        ),
    };
    expect(await writeReport(store, clone, ending, { signer: disabled, at })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await read(store, keys.report)).toMatchObject({
      evidence: { missing: `Its evidence is not signed. Could not sign with key ${KEY}: it is disabled.` },
    });
    expect(await store.get(keys.evidence)).toBeUndefined();
  });

  it('is tried again where KMS asks to slow down', async () => {
    const slow = { ...signer, sign: () => Promise.reject(new KubeferryError('Throttled', 'KMS asks to slow down.')) };
    await expect(writeReport(await recorded(), clone, ending, { signer: slow, at })).rejects.toMatchObject({
      name: 'Throttled',
    });
  });

  it('does not exist where the hub does not sign', async () => {
    const store = await recorded();
    await writeReport(store, clone, ending);
    expect(await store.get(keys.evidence)).toBeUndefined();
    expect(await read(store, keys.report)).not.toHaveProperty('evidence');
  });
});
