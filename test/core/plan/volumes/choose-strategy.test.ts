import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../core/base/request/request.ts';
import { STRATEGIES } from '../../../../core/base/strategies.ts';
import type { StrategyFacts } from '../../../../core/base/strategy.ts';
import { chooseStrategy } from '../../../../core/plan/volumes/choose-strategy.ts';

/** Each strategy's own cases are in test/fixtures/strategies. */
const volume = { id: 'vol-1', sizeGiB: 1, encrypted: false } as StrategyFacts['volume'];
const place = { account: '222233334444', region: 'us-east-1' };
const facts: StrategyFacts = { volume, key: undefined, source: place, target: place, cutOver: false };
const auto: Pick<Request['volumes'], 'strategy' | 'claims' | 'classes'> = { strategy: 'auto', claims: {} };

const TABLE = ['share-and-copy', 'copy-blocks', 'skip'];

/** Three of the table, of which those of the given names can bring nothing. */
const unable = (reasons: Record<string, string>) =>
  STRATEGIES.filter(({ name }) => TABLE.includes(name)).map((each) =>
    reasons[each.name] ? { ...each, obstacle: { refusal: 'cannot be brought', why: () => reasons[each.name] } } : each,
  );

describe('the way of a volume', () => {
  it('is blocked when none can bring it, with what each lacks and the way out', () => {
    const table = unable({ 'share-and-copy': 'its key is away', 'copy-blocks': 'its partition is another' });
    const { blocker } = chooseStrategy('shop/data', facts, auto, { table });
    expect(blocker).toBe(
      'Volume vol-1 of claim shop/data can be copied by no strategy. "share-and-copy" cannot: its key is away; "copy-blocks" cannot: its partition is another. Use the strategy "skip" for it.',
    );
  });

  it('is blocked when the asked one cannot bring it, and no other is named as a way out that cannot either', () => {
    const asked = { ...auto, claims: { 'shop/data': 'copy-blocks' as const } };
    const alone = chooseStrategy('shop/data', facts, asked, { table: unable({ 'copy-blocks': 'too big' }) });
    expect(alone.blocker).toContain('cannot be brought: too big. Use the strategy "share-and-copy" for it, or "auto".');
    const none = unable({ 'copy-blocks': 'too big', 'share-and-copy': 'its key is away' });
    expect(chooseStrategy('shop/data', facts, asked, { table: none }).blocker).toContain(
      'Use the strategy "skip" for it.',
    );
  });

  it('goes by what is said of its storage class, unless something is said of the claim itself', () => {
    const volumes: typeof auto = { ...auto, classes: { bulk: 'skip' } };
    expect(chooseStrategy('shop/data', { ...facts, storageClass: 'bulk' }, volumes).strategy).toBe('skip');
    expect(chooseStrategy('shop/data', { ...facts, storageClass: 'fast' }, volumes).strategy).not.toBe('skip');
    const own: typeof auto = { ...volumes, claims: { 'shop/data': 'copy-blocks' } };
    expect(chooseStrategy('shop/data', { ...facts, storageClass: 'bulk' }, own).strategy).toBe('copy-blocks');
  });

  it('is the cheapest that can bring it, and of two that cost the same the faster one', () => {
    const cost = (dollars: number, pace: number) => ({ usage: () => ({ blocksRead: dollars * 1_000_000 }), pace });
    const table = unable({ 'use-snapshot': 'elsewhere' }).map((each) => ({
      ...each,
      ...(each.name === 'share-and-copy' ? cost(3, 1) : each.name === 'copy-blocks' ? cost(2, 1) : {}),
    }));
    const { strategy, others } = chooseStrategy('shop/data', facts, auto, { table });
    expect(strategy).toBe('copy-blocks');
    expect(others).toEqual([
      {
        strategy: 'share-and-copy',
        why: expect.stringMatching(/^costs \$.* and takes .* minutes, and this one costs/),
      },
    ]);
  });

  // Promise: way-by-what-moves
  it('goes by what each would move of it: a delta by blocks is shorter than a whole copy, a whole copy by blocks is not', () => {
    const across = { ...facts, volume: { ...volume, sizeGiB: 100 }, target: { ...place, region: 'eu-west-1' } };
    expect(chooseStrategy('shop/data', across, auto).strategy).toBe('share-and-copy');
    const moves = (name: string) => (name === 'copy-blocks' ? 1 : 100);
    const { strategy, others } = chooseStrategy('shop/data', { ...across, moves }, auto);
    expect(strategy).toBe('copy-blocks');
    // 100 GiB between Regions at $0.02, and one of 100 by blocks: $0.0184 and $0.02.
    expect(others).toContainEqual({
      strategy: 'share-and-copy',
      why: expect.stringMatching(/^costs \$2\.\d+ and takes .* minutes, and this one costs \$0\.0\d* and takes/),
    });
  });

  // Promise: way-as-approved
  it('stays the one that was approved when another has become cheaper since, as long as it can bring it', () => {
    const across = { ...facts, volume: { ...volume, sizeGiB: 100 }, target: { ...place, region: 'eu-west-1' } };
    const moves = (name: string) => (name === 'copy-blocks' ? 1 : 100);
    const now = { ...across, moves };
    const planned = chooseStrategy('shop/data', across, auto);
    expect([planned.strategy, chooseStrategy('shop/data', now, auto).strategy]).toEqual([
      'share-and-copy',
      'copy-blocks',
    ]);
    const again = chooseStrategy('shop/data', now, auto, { planned: planned.strategy });
    expect([again.strategy, again.reason]).toEqual([planned.strategy, planned.reason]);
    const table = unable({ 'share-and-copy': 'its key is away' });
    expect(chooseStrategy('shop/data', now, auto, { table, planned: planned.strategy }).strategy).toBe('copy-blocks');
    const own: typeof auto = { ...auto, claims: { 'shop/data': 'skip' } };
    expect(chooseStrategy('shop/data', now, own, { planned: planned.strategy }).strategy).toBe('skip');
  });

  it('goes by what is said of the single claim first', () => {
    const volumes: typeof auto = { strategy: 'skip', claims: { 'shop/data': 'copy-blocks' } };
    expect(chooseStrategy('shop/data', facts, volumes).strategy).toBe('copy-blocks');
    expect(chooseStrategy('shop/logs', facts, volumes).strategy).toBe('skip');
  });
});
