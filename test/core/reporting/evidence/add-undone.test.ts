import { expect, it } from 'vitest';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { noteKept } from '../../../../core/execute/undo/kept.ts';
import { addUndone } from '../../../../core/reporting/evidence/add-undone.ts';
import { type Evidence, signed } from '../../../../core/reporting/evidence/evidence.ts';
import { verifyEvidence } from '../../../../core/reporting/evidence/verify-evidence.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memorySigner } from './memory-signer.ts';

const signer = memorySigner();
const keys = keysOf('clone-1');
const undone = { signer, at: '2026-11-30T10:00:00.000Z' };

/** A run whose evidence was signed the day before. */
async function ended() {
  const store = memoryObjectStore();
  const about = { route: 'prod-to-dev', run: 'clone-1', signedAt: '2026-11-29T10:00:00.000Z' };
  const told = [
    { what: 'run' as const, body: { run: 'clone-1' } },
    { what: 'ended' as const, body: { status: 'SUCCEEDED' } },
  ];
  const before = await signed(signer, about, told);
  await writeRecord(store, keys.evidence, before);
  const text = async () => Buffer.from((await store.get(keys.evidence))!).toString('utf8');
  return { store, before, text };
}

// Promise: evidence-goes-on
it('tells in the evidence of a run that it was undone later, after all that was signed before', async () => {
  const { store, before, text } = await ended();
  await noteKept(store, 'clone-1', 'objects', [{ at: 'v1 Namespace shop', why: 'others have a Secret in it' }]);
  await addUndone(store, 'clone-1', undone);
  expect(verifyEvidence(await text(), signer.pem).wrong).toEqual([]);
  const { entries, statement }: Evidence = JSON.parse(await text());
  expect(entries.slice(0, 2)).toEqual(before.entries);
  expect(entries[2]).toMatchObject({
    number: 2,
    what: 'undone',
    previous: before.statement.head,
    body: { at: undone.at, kept: [{ at: 'v1 Namespace shop' }] },
  });
  expect(statement).toMatchObject({ run: 'clone-1', entries: 3, signedAt: undone.at });
});

it('tells it once, however often the roll-back ends', async () => {
  const { store, text } = await ended();
  await addUndone(store, 'clone-1', undone);
  const once = await text();
  await addUndone(store, 'clone-1', { signer, at: '2026-12-01T10:00:00.000Z' });
  expect(await text()).toBe(once);
});

it('puts no signature under what somebody has altered, and makes no document where there is none', async () => {
  const { store, text } = await ended();
  const altered = (await text()).replace('SUCCEEDED', 'FAILED');
  await store.put(keys.evidence, altered);
  await addUndone(store, 'clone-1', undone);
  expect(await text()).toBe(altered);
  const empty = memoryObjectStore();
  await addUndone(empty, 'clone-1', undone);
  expect(await empty.get(keys.evidence)).toBeUndefined();
});
