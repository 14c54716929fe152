import { describe, expect, it } from 'vitest';
import { isAllowed } from './reach/evaluated.ts';
import { worldOf } from './reach/world.ts';
import { CONFIG, synthesize, WITH_REPOSITORIES } from './synthesize.ts';

const SOURCE = 'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1';
const SECRET = 'arn:aws:secretsmanager:us-east-1:222233334444:secret:restic-abcdef';
const KEY = 'arn:aws:kms:us-east-1:222233334444:key/11111111-2222-3333-4444-555555555555';

const rolesOf = (given: Pick<typeof CONFIG, 'hub'>) => {
  const world = worldOf(synthesize(given), given.hub);
  return (action: string, resource: string, context: Record<string, string | string[]> = {}) =>
    isAllowed(world, world.roles.get(SOURCE)!, { action, resource, context });
};
const may = rolesOf(WITH_REPOSITORIES);

// Promise: repositories-read-only
describe('the role of a source', () => {
  it('reads the folder and the secret of each repository that a route names', () => {
    expect(may('s3:GetObject', 'arn:aws:s3:::backups/restic/shop/files/keys/1')).toBe(true);
    expect(may('s3:ListBucket', 'arn:aws:s3:::backups', { 's3:prefix': 'restic/shop/files/keys/' })).toBe(true);
    expect(may('secretsmanager:GetSecretValue', SECRET)).toBe(true);
    expect(may('kms:Decrypt', KEY, { 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe(true);
  });

  it('reads nothing beside them, and writes nothing', () => {
    expect(may('s3:GetObject', 'arn:aws:s3:::backups/other/keys/1')).toBe(false);
    expect(may('s3:GetObject', 'arn:aws:s3:::others/restic/shop/files/keys/1')).toBe(false);
    expect(may('s3:ListBucket', 'arn:aws:s3:::backups', { 's3:prefix': '' })).toBe(false);
    expect(may('secretsmanager:GetSecretValue', SECRET.replace('restic', 'other'))).toBe(false);
    for (const action of ['s3:PutObject', 's3:DeleteObject'])
      expect(may(action, 'arn:aws:s3:::backups/restic/shop/files/keys/1')).toBe(false);
    expect(may('secretsmanager:PutSecretValue', SECRET)).toBe(false);
  });

  it('has no such right where no route names a repository', () => {
    const mayByDefault = rolesOf(CONFIG);
    expect(mayByDefault('s3:GetObject', 'arn:aws:s3:::backups/restic/shop/files/keys/1')).toBe(false);
    expect(mayByDefault('secretsmanager:GetSecretValue', SECRET)).toBe(false);
  });
});
