import { expect, it } from 'vitest';
import { createEbs } from '../../../../emulator/aws/ebs/ebs.ts';
import { desk, FROM, SOURCE, snapshotOf, volumeOf, world } from '../ec2/support.ts';

it('answers empty pages where changes are scarce, with where to go on', () => {
  const here = world();
  const ebs = desk(createEbs({ state: here.state, kms: here.keys }), {
    account: SOURCE,
    region: FROM,
    clock: here.clock,
  });
  const volumeId = volumeOf(here, { Size: '40' });
  const first = snapshotOf(here, volumeId);
  here.clock.pass(60);
  here.state.writeVolume(volumeId, 70_000 * 524_288, Buffer.from('far away'));
  const second = snapshotOf(here, volumeId);
  const pages: number[][] = [];
  let pageToken: string | undefined;
  do {
    const more = pageToken ? { pageToken } : {};
    const page = ebs.send('ListChangedBlocks', { firstSnapshotId: first, SecondSnapshotId: second, ...more });
    pages.push(page.ChangedBlocks.map(({ BlockIndex }: { BlockIndex: number }) => BlockIndex));
    pageToken = page.NextToken;
  } while (pageToken);
  expect(pages).toEqual([[], [], [], [], [], [], [], [70_000]]);
});
