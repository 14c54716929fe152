import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signed } from '../../../core/reporting/evidence/evidence.ts';
import { memorySigner } from '../../core/reporting/evidence/memory-signer.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

const signer = memorySigner();
const about = { route: 'prod-to-dev', run: 'clone-1', signedAt: '2026-11-30T10:00:00.000Z' };
const evidence = await signed(signer, about, [{ what: 'run', body: { run: 'clone-1', askedBy: 'ada' } }]);
let api: FakeApi;
let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  api = await startFakeApi();
  api.answers = { 'GET /routes/prod-to-dev/clones/clone-1/evidence': { body: evidence } };
  folder = mkdtempSync(join(tmpdir(), 'kubeferry-evidence-'));
  writeFileSync(at('hub.pem'), signer.pem);
});
afterAll(() => {
  api.stop();
  rmSync(folder, { recursive: true });
});

describe('kubeferry evidence and verify-evidence', () => {
  it('fetch a document, and find it whole without any network', async () => {
    const fetched = await api.kubeferry(['evidence', 'prod-to-dev', 'clone-1', '--out', at('whole.json')]);
    expect(fetched).toMatchObject({ code: 0, out: expect.stringContaining('kubeferry verify-evidence') });
    expect(JSON.parse(readFileSync(at('whole.json'), 'utf8'))).toEqual(evidence);
    const verified = await api.kubeferry(['verify-evidence', at('whole.json'), '--public-key', at('hub.pem')]);
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('It is the key that you have named.') });
    expect(verified.out).toContain('run clone-1 on prod-to-dev, signed at 2026-11-30T10:00:00.000Z');
  });

  it('end with 4 when something was altered, and say what', async () => {
    writeFileSync(at('altered.json'), JSON.stringify(evidence).replace('"askedBy":"ada"', '"askedBy":"bob"'));
    const { code, err } = await api.kubeferry(['verify-evidence', at('altered.json')]);
    expect(code).toBe(4);
    expect(err).toContain('Entry 0 ("run") is not as it was signed: something in it was altered.');
  });

  it('print the verdict as JSON', async () => {
    writeFileSync(at('good.json'), JSON.stringify(evidence));
    const { out } = await api.kubeferry(['verify-evidence', at('good.json'), '--json']);
    expect(JSON.parse(out)).toMatchObject({ good: true, wrong: [], key: signer.key, statement: evidence.statement });
  });

  it.each([
    ['absent.json', 'there is no such file.'],
    ['.', 'that is a folder; name a file.'],
  ])('end with 2 for %s, and say: %s', async (name, why) => {
    const { code, err } = await api.kubeferry(['verify-evidence', at(name)]);
    expect(code).toBe(2);
    expect(err).toContain(`cannot be read: ${why}`);
  });
});
