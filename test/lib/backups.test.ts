import { describe, expect, it } from 'vitest';
import { isAllowed } from './reach/evaluated.ts';
import { worldOf } from './reach/world.ts';
import { synthesize, WITH_BACKUPS } from './synthesize.ts';

const SOURCE = 'arn:aws:iam::888899990000:role/kubeferry-source-us-east-1';
const SECRET = 'arn:aws:secretsmanager:us-east-1:888899990000:secret:velero-abcdef';
const SNAPSHOT = 'arn:aws:ec2:us-east-1::snapshot/snap-0aaaaaaaaaaaaaaa1';

const world = worldOf(synthesize(WITH_BACKUPS), WITH_BACKUPS.hub);
const may = (action: string, resource: string, context: Record<string, string | string[]> = {}) =>
  isAllowed(world, world.roles.get(SOURCE)!, { action, resource, context });

// Promise: velero-read-only
describe('the role of a source that is backups', () => {
  it.each(['backups/nightly-1/velero-backup.json', 'kopia/shop/kopia.repository', 'restic/shop/config'])(
    'reads what Velero keeps: %s',
    (key) => {
      expect(may('s3:GetObject', `arn:aws:s3:::velero/team/${key}`)).toBe(true);
      expect(may('s3:ListBucket', 'arn:aws:s3:::velero', { 's3:prefix': `team/${key}` })).toBe(true);
      for (const action of ['s3:PutObject', 's3:DeleteObject'])
        expect(may(action, `arn:aws:s3:::velero/team/${key}`)).toBe(false);
    },
  );

  it('reads the secret, and nothing beside all that', () => {
    expect(may('secretsmanager:GetSecretValue', SECRET)).toBe(true);
    expect(may('secretsmanager:GetSecretValue', SECRET.replace('velero', 'other'))).toBe(false);
    expect(may('s3:GetObject', 'arn:aws:s3:::velero/team/plugins/x')).toBe(false);
    expect(may('s3:GetObject', 'arn:aws:s3:::velero/other/backups/x')).toBe(false);
    expect(may('s3:GetObject', 'arn:aws:s3:::others/team/backups/x')).toBe(false);
    expect(may('s3:ListBucket', 'arn:aws:s3:::velero', { 's3:prefix': '' })).toBe(false);
  });

  it('shares and reads the snapshots of backups alone, and deletes and tags none of them', () => {
    const share = { 'ec2:Add/userId': '444455556666' };
    for (const tag of ['aws:ResourceTag/velero.io/backup', 'aws:ResourceTag/CSIVolumeSnapshotName']) {
      expect(may('ec2:ModifySnapshotAttribute', SNAPSHOT, { ...share, [tag]: 'nightly-1' })).toBe(true);
      expect(may('ebs:GetSnapshotBlock', SNAPSHOT, { [tag]: 'nightly-1' })).toBe(true);
      expect(may('ec2:DeleteSnapshot', SNAPSHOT, { [tag]: 'nightly-1' })).toBe(false);
      expect(may('ec2:CreateTags', SNAPSHOT, { [tag]: 'nightly-1' })).toBe(false);
    }
    expect(may('ec2:ModifySnapshotAttribute', SNAPSHOT, share)).toBe(false);
    expect(may('ebs:GetSnapshotBlock', SNAPSHOT)).toBe(false);
  });

  it('may do nothing in EKS', () => {
    const cluster = 'arn:aws:eks:us-east-1:888899990000:cluster/old';
    for (const action of ['eks:DescribeCluster', 'eks:CreateAccessEntry']) expect(may(action, cluster)).toBe(false);
  });
});
