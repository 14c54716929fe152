import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prefixOf } from '../../core/base/request/repository.ts';
import type { RequestInput } from '../../core/base/request/request.ts';
import type { Cloud } from '../../local/cloud.ts';
import { ROOT } from '../checkout.ts';
import config from './backups.config.ts';

/** The configuration of a demo whose claim comes from a repository. */
export const WITH_BACKUPS = fileURLToPath(new URL('backups.config.ts', import.meta.url));

/** The claim of the built-in workload that comes from there, and not from its volume. */
const FROM_BACKUP = 'shop/catalog-files';
export const ORIGINS: NonNullable<RequestInput['volumes']>['origins'] = { [FROM_BACKUP]: { repository: 'nightly' } };

/** Made by restic 0.18 itself, of a small tree with most of what a file system can have. */
const REPOSITORY = join(ROOT, 'test/fixtures/repositories/restic-v2');
const PASSWORD = 'static-passw0rd';

/** What becomes of a file of the repository on its way into the bucket. */
type Change = (claim: string, path: string, body: Buffer) => Buffer;

/** Puts the repository, once for each claim, into a bucket of the source's account, and its password into a secret there. */
export function addBackups(cloud: Cloud, claims = [FROM_BACKUP], change: Change = (_, __, body) => body): void {
  const { bucket, prefix = '', secret } = Object.values(config.routes[0]?.repositories ?? {})[0]!;
  const files = readdirSync(REPOSITORY, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const paths = files.map((each) => relative(REPOSITORY, join(each.parentPath, each.name)));
  const objects = claims.flatMap((claim) =>
    paths.map((path) => ({
      key: `${prefixOf({ prefix }, claim)}/${path}`,
      body: change(claim, path, readFileSync(join(REPOSITORY, path))),
    })),
  );
  cloud.addBucket({ name: bucket, account: cloud.accounts.source.id, region: cloud.accounts.source.region, objects });
  cloud.addSecret({ arn: secret, text: JSON.stringify({ password: PASSWORD }) });
}
