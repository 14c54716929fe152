import { describe, expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import type { Request } from '../../../../core/base/request/request.ts';
import type { SourceKey } from '../../../../core/base/strategy.ts';
import { chooseStrategy } from '../../../../core/plan/volumes/choose-strategy.ts';

const plain: Volume = {
  id: 'vol-1',
  state: 'in-use',
  zone: 'us-east-1a',
  sizeGiB: 1,
  type: 'gp3',
  encrypted: false,
  instanceIds: [],
  tags: {},
};
const encrypted: Volume = { ...plain, encrypted: true, kmsKeyArn: 'arn:aws:kms:us-east-1:222233334444:key/a' };
const ours = { customerManaged: true, usableByTarget: true };
const closed = { customerManaged: true, usableByTarget: false };
const awsEbs = { customerManaged: false, usableByTarget: false };
const ask = (strategy: Request['volumes']['strategy'], claims: Request['volumes']['claims'] = {}) => ({
  strategy,
  claims,
});
const source = { account: '222233334444', region: 'us-east-1' };
const target = { account: '333344445555', region: 'eu-west-1' };

const choose = (volume: Volume, key: SourceKey | undefined, volumes: Request['volumes']) =>
  chooseStrategy('shop/data', { volume, key, source, target, cutOver: false }, volumes);

describe('the way of a volume', () => {
  it.each([
    ['not encrypted', plain, undefined, 'auto', 'share-and-copy'],
    ['under a customer key that lets the target in', encrypted, ours, 'auto', 'share-and-copy'],
    ['under a customer key that does not', encrypted, closed, 'auto', 'copy-blocks'],
    ['under aws/ebs', encrypted, awsEbs, 'auto', 'copy-blocks'],
    ['any, when the request asks for blocks', plain, undefined, 'copy-blocks', 'copy-blocks'],
    ['any, when the request leaves data behind', encrypted, ours, 'skip', 'skip'],
  ] as const)('%s', (_, volume, key, asked, expected) => {
    const choice = choose(volume, key, ask(asked));
    expect(choice).toMatchObject({ strategy: expected });
    expect(choice.blocker).toBeUndefined();
  });

  it.each([
    ['aws/ebs', awsEbs],
    ['policy', closed],
  ])('is blocked when sharing is asked for and cannot work (%s), with the way out', (word, key) => {
    const { blocker } = choose(encrypted, key, ask('share-and-copy'));
    expect(blocker).toContain(word);
    expect(blocker).toContain('shop/data');
    expect(blocker).toContain('copy-blocks');
  });

  it('goes by what is said of the single claim first', () => {
    expect(choose(plain, undefined, ask('auto', { 'shop/data': 'skip' })).strategy).toBe('skip');
  });
});
