import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageBlobSink } from '../../../adapters/azure/page-blob-sink.ts';
import { pageBlobSource } from '../../../adapters/azure/page-blob-source.ts';
import { systemClock } from '../../../adapters/kubernetes/options.ts';
import { BLOCK_BYTES, type BlockRef } from '../../../core/base/ports/block-store.ts';
import { PageBlob } from '../../../emulator/azure/page-blobs/page-blob.ts';
import { type PageBlobs, startPageBlobs } from '../../../emulator/azure/page-blobs/page-blobs.ts';
import { sha256 } from '../../adapters/azure/blob-world.ts';
import { verified } from '../../verified/verified.ts';
import { installAzureWitnesses } from './install-witnesses.ts';
import { recordingProxy, type Seen } from './published/recording-proxy.ts';
import { AZURE_WITNESSES } from './witnesses.data.ts';

const SIZE = 2 ** 30;
const WHOLE = { start: 0, end: SIZE };
const bytes = Buffer.alloc(BLOCK_BYTES, 7);

interface Stock {
  uploadPages(body: Buffer, offset: number, count: number, how: object): Promise<unknown>;
  getPageRanges(offset: number, count: number): Promise<unknown>;
  getPageRangesDiffForManagedDisks(offset: number, count: number, previous: string): Promise<unknown>;
  download(offset: number, count: number, how: object): Promise<{ readableStreamBody: AsyncIterable<unknown> }>;
}

let blobs: PageBlobs;
let proxy: Awaited<ReturnType<typeof recordingProxy>>;
let stock: Stock;
let url: string;
let before: string;

beforeAll(async () => {
  blobs = await startPageBlobs({ clock: systemClock });
  proxy = await recordingProxy();
  const { PageBlobClient, AnonymousCredential } = createRequire(join(installAzureWitnesses(), 'package.json'))(
    '@azure/storage-blob',
  );
  const disk = new PageBlob(SIZE);
  before = proxy.through(blobs.grant(disk.fork(), 'r', 3_600));
  url = proxy.through(blobs.grant(disk.fork(), 'rw', 3_600));
  stock = new PageBlobClient(url, new AnonymousCredential(), { retryOptions: { maxTries: 1 } });
}, 180_000);
afterAll(async () => {
  proxy.stop();
  await blobs.stop();
});

/** What is asked while something is done: what is compared with an earlier snapshot is listed as it is as well. */
async function asked(work: () => Promise<unknown>): Promise<Seen> {
  proxy.seen.length = 0;
  await work();
  const compared = proxy.seen.find(({ headers }) => 'x-ms-previous-snapshot-url' in headers);
  return compared ?? proxy.seen[0]!;
}

/** Of the connection, and of the client that sends it; the range has two names, of which the longer has precedence. */
const TRANSPORT = /^(host|connection|content-length|accept.*|user-agent|x-ms-client-request-id|x-ms-version)$/;
function shapeOf({ method, query, headers }: Seen) {
  const { range, 'x-ms-range': long = range, ...others } = headers;
  const kept = Object.entries(others).filter(([name]) => !TRANSPORT.test(name));
  return { method, query, headers: Object.fromEntries([...kept, ['range', long]]) };
}

const read = async (source: ReturnType<typeof pageBlobSource>) => {
  for await (const _ of source.list());
};

it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
  [
    'writes pages, with their MD5',
    () => pageBlobSink(url, { size: SIZE }).put(2, bytes, sha256(bytes)),
    () =>
      stock.uploadPages(bytes, 2 * BLOCK_BYTES, BLOCK_BYTES, {
        transactionalContentMD5: createHash('md5').update(bytes).digest(),
      }),
  ],
  [
    'lists the pages that are written',
    () => read(pageBlobSource(url, { size: SIZE })),
    () => stock.getPageRanges(WHOLE.start, WHOLE.end),
  ],
  [
    'lists what changed since an earlier snapshot',
    () => read(pageBlobSource(url, { size: SIZE, previousSnapshot: before })),
    () => stock.getPageRangesDiffForManagedDisks(WHOLE.start, WHOLE.end, before),
  ],
])('%s as the stock client does', async (_, own, theirs) => {
  const [mine, other] = [shapeOf(await asked(own)), shapeOf(await asked(theirs))];
  expect(other).toMatchObject(mine);
});

it('reads pages with their MD5 as the stock client does', async () => {
  const source = pageBlobSource(url, { size: SIZE });
  let block: BlockRef | undefined;
  for await (const [first] of source.list()) block ??= first;
  const mine = shapeOf(await asked(() => source.get(block!)));
  const theirs = await asked(async () => {
    const answer = await stock.download(2 * BLOCK_BYTES, BLOCK_BYTES, { rangeGetContentMD5: true });
    for await (const _ of answer.readableStreamBody);
  });
  expect(shapeOf(theirs)).toMatchObject(mine);
});

it('is what docs/verified.md says', () => {
  verified('contract-azure-pages', {
    title: 'Requests for pages of disks of Azure',
    command: 'npm run test:contract',
    rows: [
      {
        checked:
          'Pages are written, listed, compared and read by the same requests: method, query, headers and their values',
        witness: `@azure/storage-blob ${AZURE_WITNESSES['@azure/storage-blob']}`,
        count: 'each kind of request of the adapters',
        deviations: 0,
      },
    ],
    deviations: [],
  });
});
