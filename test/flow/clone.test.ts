import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoInput } from '../../cli/demo/options.ts';
import { type DemoResult, isProven } from '../../cli/demo/result.ts';
import { recordsOf, runDemo } from '../../cli/demo/run-demo.ts';
import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import type { Cloud } from '../../local/cloud.ts';

const SILENT = { step: () => {}, note: () => {}, end: () => {} };
const SECRETS = ['not-a-real-password', 'bm90LWEtcmVhbC1wYXNzd29yZA'];

describe('the built-in workload', () => {
  let cloud: Cloud;
  let result: DemoResult;
  beforeAll(async () => {
    const input = demoInput({ manifests: [], disk: [], mapNamespace: ['shop=shop-test'], strategy: 'auto' });
    result = await runDemo(input, inProcessBackend, SILENT, (running) => {
      cloud = running;
    });
  });
  afterAll(() => cloud?.stop());

  // Promise: source-read-only
  it('arrives whole: every block, every object, and the source is as it was', () => {
    expect(result).toMatchObject({
      status: 'SUCCEEDED',
      sourceUnchanged: true,
      different: [],
      objects: { blocked: 0, failed: 0 },
    });
    expect(isProven(result)).toBe(true);
    expect(result.volumes.map((volume) => [volume.claim, volume.identical])).toEqual([
      ['shop/catalog-files', true],
      ['shop/data-orders-0', true],
      ['shop/data-orders-1', true],
    ]);
  });

  it('opens its databases from the target volumes, with every row', () => {
    for (const { database } of result.volumes)
      expect(database).toMatchObject({ rows: 40_000, integrity: 'ok', sameRows: true });
  });

  it('makes no call that the deployed policies do not allow', () => {
    expect(
      cloud.calls.filter((call) => !call.allowed).map((call) => `${call.principalArn} ${call.action} ${call.resource}`),
    ).toEqual([]);
    expect(cloud.calls.length).toBeGreaterThan(100);
  });

  // Promise: no-secret-value
  it('writes no secret into its plan, its findings or its report', () => {
    for (const secret of SECRETS) expect(JSON.stringify(result)).not.toContain(secret);
  });

  // Promise: export-lifetime
  it('keeps of the whole objects only those that were applied', async () => {
    const kinds = new Set<string>();
    for await (const key of recordsOf(cloud).list('exports/')) kinds.add(key.split('/')[1] ?? '');
    expect([...kinds]).toEqual(['translated']);
  });
});
