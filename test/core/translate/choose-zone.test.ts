import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseZone } from '../../../core/translate/choose-zone.ts';

describe('the zone of a target volume', () => {
  it('stands at the same place in the sorted lists, whatever the names', () => {
    const zones = ['us-east-1a', 'us-east-1d', 'us-east-1b'];
    const target = ['eu-west-1c', 'eu-west-1a'];
    expect(zones.map((zone) => chooseZone(zone, zones, target, {}))).toEqual([
      'eu-west-1a',
      'eu-west-1a',
      'eu-west-1c',
    ]);
  });

  it('is what the request maps, if nodes are there', () => {
    expect(chooseZone('us-east-1a', ['us-east-1a'], ['eu-west-1a', 'eu-west-1b'], { 'us-east-1a': 'eu-west-1b' })).toBe(
      'eu-west-1b',
    );
    expect(chooseZone('us-east-1a', ['us-east-1a'], ['eu-west-1a'], { 'us-east-1a': 'eu-west-1z' })).toBeUndefined();
  });

  it('is the same one within an account, where the target has nodes there, and is mapped as any other', () => {
    const choose = (target: string[], mapped = {}) => chooseZone('us-east-1b', ['us-east-1b'], target, mapped, true);
    expect(choose(['us-east-1a', 'us-east-1b'])).toBe('us-east-1b');
    expect(choose(['us-east-1a', 'us-east-1c'])).toBe('us-east-1a');
    expect(choose(['us-east-1a', 'us-east-1b'], { 'us-east-1b': 'us-east-1a' })).toBe('us-east-1a');
  });

  it('is none when the target has no zone', () => {
    expect(chooseZone('us-east-1a', ['us-east-1a'], [], {})).toBeUndefined();
  });

  it('is always one of the target, and the same for the same source zone', () => {
    const zones = fc.uniqueArray(fc.stringMatching(/^[a-z]{2}-[a-z]{4}-[12][a-f]$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(zones, zones, (from, to) => {
        for (const zone of from) {
          const chosen = chooseZone(zone, from, to, {});
          expect(to).toContain(chosen);
          expect(chooseZone(zone, from.toReversed(), to.toReversed(), {})).toBe(chosen);
        }
      }),
    );
  });
});
