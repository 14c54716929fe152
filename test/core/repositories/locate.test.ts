import { expect, it } from 'vitest';
import type { Piece } from '../../../core/base/ports/file-repository.ts';
import { locateIn } from '../../../core/repositories/locate.ts';

const piece = (id: string, offset: number, pack = 'data/one'): Piece => ({
  id,
  pack,
  offset,
  length: 5 * 2 ** 32,
  plain: 3,
  codec: 0x1101,
});
async function* index(...pieces: Piece[]): AsyncGenerator<Piece> {
  yield* pieces;
}

it('says where pieces lie, as an index has them, and of no others', async () => {
  const places = await locateIn(index(piece('aa', 1), piece('bb', 2), piece('kcc', 3, 'data/two')), ['kcc', 'aa']);
  expect([...places.values()]).toEqual([piece('kcc', 3, 'data/two'), piece('aa', 1)]);
  expect(places.get('aa')).toEqual(piece('aa', 1));
  expect([places.get('bb'), places.get('dd')]).toEqual([undefined, undefined]);
});

it('takes the last of several places of one piece', async () => {
  const places = await locateIn(index(piece('aa', 1), piece('aa', 2)), ['aa']);
  expect([...places.values()]).toEqual([piece('aa', 2)]);
});

it('says how many pieces are in no index, and the first of them', async () => {
  await expect(locateIn(index(piece('aa', 1)), ['aa', 'bb', 'cc', 'bb'])).rejects.toMatchObject({
    name: 'NotFound',
    message: expect.stringMatching(/does not name 2 of 3 pieces of the snapshot, the first of them bb:/),
  });
});
