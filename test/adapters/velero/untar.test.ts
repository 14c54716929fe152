import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { untar } from '../../../adapters/velero/untar.ts';

const TARBALL = 'test/fixtures/velero/team/backups/nightly-1/nightly-1.tar.gz';

const paths = async (tarball: AsyncIterable<Uint8Array>, isWanted = (_: string) => true) =>
  (await Array.fromAsync(untar(tarball, isWanted))).map(({ path }) => path);

async function* whole(bytes: Uint8Array) {
  yield bytes;
}

it('reads the wanted files of a backup by Velero, byte for byte', async () => {
  const files = await Array.fromAsync(untar(createReadStream(TARBALL), (path) => !path.includes('preferredversion')));
  expect(files).toHaveLength(14);
  const version = files.find(({ path }) => path === 'metadata/version');
  expect(Buffer.from(version!.body).toString()).toBe('1.1.0\n');
  const settings = files.find(({ path }) => path === 'resources/configmaps/namespaces/shop/settings.json');
  expect(JSON.parse(Buffer.from(settings!.body).toString()).data).toEqual({ a: 'b' });
});

it('reads paths that are longer than a head of a tar has room for', async () => {
  const long = `resources/configmaps/v1-preferredversion/namespaces/${'n'.repeat(63)}/${'c'.repeat(250)}.json`;
  const files = pack();
  files.entry({ name: long }, '{}');
  files.finalize();
  const bytes = gzipSync(Buffer.concat(await Array.fromAsync(files as AsyncIterable<Uint8Array>)));
  expect(await paths(whole(bytes))).toEqual([long]);
});

it('says of a tarball that ends too soon, or is damaged, that it cannot be read', async () => {
  const bytes = await readFile(TARBALL);
  const tar = gunzipSync(bytes);
  tar.fill(1, 100, 160);
  for (const broken of [bytes.subarray(0, 2000), Buffer.from('no gzip'), gzipSync(tar)])
    await expect(paths(whole(broken))).rejects.toMatchObject({ name: 'DataCorrupt' });
});

it('refuses a file that is too long for an object before it is in memory', async () => {
  const files = pack();
  const huge = files.entry({ name: 'resources/a/v1/cluster/a.json', size: 65 * 1024 * 1024 });
  huge.write(Buffer.alloc(1024));
  const bytes = gzipSync(await new Promise<Buffer>((resolve) => files.once('data', (part) => resolve(part as Buffer))));
  await expect(paths(whole(bytes))).rejects.toThrow('its file "resources/a/v1/cluster/a.json" has 65 MiB');
});
