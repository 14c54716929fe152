import { gunzipSync, gzipSync } from 'node:zlib';
import type { BackupPlace } from '../../../../core/plan/velero/list-backups.ts';
import { type Bucket, blobsOf, bucketOf } from '../../repositories/folder-blobs.ts';

/** A bucket with the two real backups, and the Kopia repository that the first of them names. */
export function veleroBucket(): Bucket {
  const files = [...bucketOf('test/fixtures/velero')].filter(([key]) => key !== 'README.md');
  const kopia = [...bucketOf('test/fixtures/repositories/kopia')].map(
    ([key, body]) => [`team/kopia/shop/${key}`, body] as const,
  );
  return new Map([...files, ...kopia]);
}

export const placeOf = (bucket: Bucket): BackupPlace => ({ blobs: blobsOf(bucket), bucket: 'velero', prefix: 'team' });

// biome-ignore lint/suspicious/noExplicitAny: whatever a test changes of what Velero has written
type Json = any;

const fileOf = (name: string, file: string) => `team/backups/${name}/${file}`;

/** Changes what a backup says of itself. */
export function edit(bucket: Bucket, name: string, change: (backup: Json) => void): void {
  const key = fileOf(name, 'velero-backup.json');
  const backup = JSON.parse(Buffer.from(bucket.get(key)!).toString());
  change(backup);
  bucket.set(key, Buffer.from(JSON.stringify(backup)));
}

/** The same of one of its gzipped files, such as `-volumeinfo.json.gz`. */
export function editGzipped(bucket: Bucket, name: string, end: string, change: (json: Json) => Json): void {
  const key = fileOf(name, name + end);
  const json = JSON.parse(gunzipSync(bucket.get(key)!).toString());
  bucket.set(key, gzipSync(JSON.stringify(change(json) ?? json)));
}

/** Another backup with all that one has. */
export function copyBackup(bucket: Bucket, from: string, to: string, change: (backup: Json) => void = () => {}): void {
  for (const [key, body] of [...bucket])
    if (key.startsWith(fileOf(from, ''))) bucket.set(key.replaceAll(from, to), body);
  edit(bucket, to, (backup) => {
    backup.metadata.name = to;
    change(backup);
  });
}

/** Replaces a text in all objects of a backup by one that is as long, so that the headers of the tarball stay right. */
export function editTarball(bucket: Bucket, name: string, from: string, to: string): void {
  if (from.length !== to.length) throw new Error(`"${from}" and "${to}" are not of one length.`);
  const key = fileOf(name, `${name}.tar.gz`);
  const text = gunzipSync(bucket.get(key)!).toString('latin1');
  bucket.set(key, gzipSync(Buffer.from(text.replaceAll(from, to), 'latin1')));
}
