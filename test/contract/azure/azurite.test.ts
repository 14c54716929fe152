import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageBlobSink } from '../../../adapters/azure/page-blob-sink.ts';
import { pageBlobSource } from '../../../adapters/azure/page-blob-source.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import { GIB } from '../../../core/base/sizes.ts';
import { blockStoreSuite } from '../../suites/block-store.ts';
import { verified } from '../../verified/verified.ts';
import { installAzureWitnesses } from './install-witnesses.ts';
import { startAzurite } from './start-azurite.ts';
import { AZURE_WITNESSES, AZURITE_BLOCKS, AZURITE_FAULTS } from './witnesses.data.ts';

/** Of every azurite (https://learn.microsoft.com/azure/storage/common/storage-use-azurite, "Well-known storage account and key"). */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const FOOTER = 512;
const VERSION = '2021-12-02';

let azurite: Awaited<ReturnType<typeof startAzurite>>;
beforeAll(async () => {
  azurite = await startAzurite(installAzureWitnesses());
  const created = await fetch(`${azurite.endpoint}/${ACCOUNT}/disks?restype=container&${accountSas()}`, {
    method: 'PUT',
    headers: { 'x-ms-version': VERSION },
  });
  if (!created.ok) throw new Error(`azurite makes no container: ${await created.text()}`);
}, 180_000);
afterAll(() => azurite.stop());

const sign = (fields: readonly string[]) =>
  createHmac('sha256', Buffer.from(KEY, 'base64')).update(fields.join('\n')).digest('base64');

/** https://learn.microsoft.com/rest/api/storageservices/create-account-sas */
function accountSas(): string {
  const fields = {
    sp: 'rwc',
    ss: 'b',
    srt: 'co',
    st: '',
    se: '2099-01-01T00:00:00Z',
    sip: '',
    spr: '',
    sv: VERSION,
    ses: '',
  };
  const sig = sign([ACCOUNT, ...Object.values(fields), '']);
  return new URLSearchParams({ ...withoutEmpty(fields), sig }).toString();
}

const withoutEmpty = (fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

const urlOf = (blob: string) => `${azurite.endpoint}/${ACCOUNT}/disks/${blob}?${accountSas()}`;
const made = new Map<string, { isSealed: boolean }>();

async function start(token: string): Promise<string> {
  if (made.has(token)) return token;
  const headers = {
    'x-ms-version': VERSION,
    'x-ms-blob-type': 'PageBlob',
    'x-ms-blob-content-length': String(GIB + FOOTER),
  };
  const answer = await fetch(urlOf(token), { method: 'PUT', headers });
  if (!answer.ok) throw new Error(`azurite makes no page blob: ${await answer.text()}`);
  made.set(token, { isSealed: false });
  return token;
}

const nowhere = 'http://127.0.0.1:1/disks/none';
blockStoreSuite(
  'page blobs of azurite',
  async () => ({
    start,
    sink: (id) => pageBlobSink(urlOf(id), { size: GIB, readBack: true, name: id }),
    source: (id, since) =>
      // Nobody is granted an access to a disk whose upload has not ended, which is for Resource Manager to say.
      pageBlobSource(made.get(id)!.isSealed ? urlOf(id) : nowhere, {
        size: GIB,
        name: id,
        ...(since ? { previousSnapshot: urlOf(since) } : {}),
      }),
    settle: async (id) => {
      made.get(id)!.isSealed = true;
    },
  }),
  AZURITE_BLOCKS,
);

describe('azurite is no witness everywhere', () => {
  const put = (offset: number, bytes: Buffer) =>
    fetch(`${urlOf('faults')}&comp=page`, {
      method: 'PUT',
      headers: {
        'x-ms-version': VERSION,
        'x-ms-page-write': 'update',
        range: `bytes=${offset}-${offset + bytes.length - 1}`,
      },
      body: new Uint8Array(bytes),
    });
  beforeAll(async () => {
    await start('faults');
  });

  it(AZURITE_FAULTS.most, async () => {
    expect((await put(0, Buffer.alloc(5 * 2 ** 20, 1))).status).toBe(201);
  });

  it(AZURITE_FAULTS.pages, async () => {
    for (const block of [20, 22, 24]) await put(block * BLOCK_BYTES, Buffer.alloc(512, 1));
    const list = `${urlOf('faults')}&comp=pagelist&maxresults=1`;
    const answer = await fetch(list, { headers: { 'x-ms-version': VERSION } });
    const text = await answer.text();
    expect(text.match(/<PageRange>/g)!.length).toBeGreaterThan(1);
  });
});

it('is what docs/verified.md says', () => {
  const known = Object.entries(AZURITE_BLOCKS);
  verified('contract-azurite', {
    title: 'Page blobs on an emulator of others',
    command: 'npm run test:contract',
    rows: [
      {
        checked: 'Disks of Azure are read and filled there by their page blobs, block by block, with their MD5',
        witness: `azurite ${AZURE_WITNESSES.azurite}`,
        count: 'the suite of block stores',
        deviations: known.length,
      },
    ],
    deviations: [
      ...known.map(([test, reason]) => ({ what: `The test "${test}" has to fail there`, reason })),
      ...Object.values(AZURITE_FAULTS).map((what) => ({
        what: `azurite: ${what}`,
        reason: 'Azure documents otherwise, and the local page blobs do as it says.',
      })),
    ],
  });
});
