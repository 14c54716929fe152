import { describe, expect, it } from 'vitest';
import { jsonataExpression } from '../../../../core/translate/own/jsonata-expression.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';

const object = (text: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data: { text },
});

const answer = (expression: string, text = '') => jsonataExpression(expression)(object(text));

describe('an expression that would take very long within one step', () => {
  it('searches a text in a time that grows with its length, whatever the pattern', { timeout: 5_000 }, async () => {
    expect(await answer('$count($match(data.text, /^(a+)+$/))', `${'a'.repeat(5_000)}!`)).toBe(0);
  });

  it.each([
    ['a list of ten million numbers', '$count([1..10000000])', 'maximum sequence length'],
    ['a text of a thousand million letters', '$length($pad("x", 1000000000))', '$pad adds 1000000 letters at most'],
  ])('is refused %s', async (_, expression, why) => {
    await expect(answer(expression)).rejects.toThrow(why);
  });

  it('is refused a pattern that looks ahead, by a sentence', async () => {
    await expect(answer('$contains(data.text, /a(?=b)/)', 'ab')).rejects.toThrow(/invalid|syntax|error parsing/i);
  });
});

// What https://docs.jsonata.org/string-functions says of each.
describe('patterns and padding of expressions', () => {
  it.each<[string, string, unknown]>([
    ['$replace(data.text, /(\\w+)@(\\w+)/, "$2 at $1")', 'me@home, you@work', 'home at me, work at you'],
    ['$split(data.text, /, ?/)', 'a, b,c', ['a', 'b', 'c']],
    ['$match(data.text, /b(\\d)?/i).groups', 'b1 B', ['1', null]],
    ['$contains(data.text, /^two$/m)', 'one\ntwo', true],
    ['$contains(data.text, /^two$/)', 'one\ntwo', false],
    ['$match(data.text, /ä|🦀/).index', 'x🦀ä', [1, 3]],
    ['$pad(data.text, 5)', 'foo', 'foo  '],
    ['$pad(data.text, -5, "#")', 'foo', '##foo'],
    ['$pad(data.text, 8, "-+")', 'foo', 'foo-+-+-'],
    ['$pad(data.text, 2)', 'foo', 'foo'],
    ['$pad(data.absent, 2)', 'foo', undefined],
  ])('%s of %j is %j', async (expression, text, expected) => {
    expect(await answer(expression, text)).toEqual(expected);
  });
});
