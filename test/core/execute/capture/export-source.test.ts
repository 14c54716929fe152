import { expect, it } from 'vitest';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { readShards, writeRecord } from '../../../../core/base/run/records.ts';
import { exportSource } from '../../../../core/execute/capture/export-source.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { DB, requestFor, runIn, WEB, watched } from './some-source.ts';

const clone = { cloneId: 'run-1' } as Clone;

async function setUp() {
  const source = watched();
  const run = runIn(source);
  await writeRecord(run.store, keysOf('run-1').request, requestFor());
  await writeRecord(run.store, keysOf('run-1').targetFacts, { served: [] });
  const replicas = async () => {
    const found: Record<string, unknown> = {};
    for await (const page of readShards<KubeObject>(run.store, keysOf('run-1').export))
      for (const { kind, spec } of page) found[kind] = (spec as { replicas?: number } | undefined)?.replicas;
    return { [WEB.kind]: found[WEB.kind], [DB.kind]: found[DB.kind] };
  };
  return { ...run, source, replicas, export: () => exportSource(async () => source.api, run.store, clone) };
}

const BEFORE = { Deployment: 2, StatefulSet: 3 };

// Promise: quiesced-run-continues
it('keeps the export of a run that was stopped while it had the source at zero', async () => {
  const run = await setUp();
  await run.export();
  await run.quiesce();
  expect(await run.export()).toEqual({ kept: true });
  expect(await run.replicas()).toEqual(BEFORE);
});

it('exports again once the source is resumed', async () => {
  const run = await setUp();
  await run.export();
  await run.quiesce();
  await run.resume();
  await run.source.api.merge(WEB, { spec: { replicas: 4 } }, { manager: 'somebody' });
  expect(await run.export()).toMatchObject({ shards: expect.any(Number) });
  expect(await run.replicas()).toEqual({ ...BEFORE, Deployment: 4 });
});
