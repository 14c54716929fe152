import { describe, expect, it } from 'vitest';
import { outsideText } from '../../../../core/base/outside/outside-text.ts';
import { secretsOf } from '../../../../core/base/outside/secrets-of.ts';

describe('the values of a Secret', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db' },
    data: { any: Buffer.from('correct horse').toString('base64'), port: Buffer.from('5432').toString('base64') },
    stringData: { other: 'battery staple\nsecond line' },
  };

  // Promise: no-secret-in-a-sentence
  it('are not repeated from an answer about it, in whatever words', () => {
    const said = `"correct horse" (${secret.data.any}) and battery staple on second line are not allowed on 5432`;
    expect(outsideText(said, secretsOf(secret))).toBe('"***" (***) and *** on *** are not allowed on 5432');
  });

  const holding = (values: Record<string, string>) => ({ ...secret, data: {}, stringData: values });

  // Promise: no-secret-in-a-sentence
  it.each<[string, Record<string, string>, string, string]>([
    [
      'among hundreds',
      Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`key-${at}`, `canary number ${at}!`])),
      'canary number 0! and canary number 399! are bad',
      '*** and *** are bad',
    ],
    [
      'on a line of a long file',
      { '.env': Array.from({ length: 900 }, (_, at) => `LINE_${at}=canary ${at} x`).join('\n') },
      'line 899 has canary 899 x',
      'line 899 has ***',
    ],
    ['between quotes', { key: 'a"b\\canary' }, 'not "a\\"b\\\\canary"', 'not "***"'],
    ['behind its name', { file: 'user: shop\nport: "canary"' }, 'canary is weak', '*** is weak'],
    ['in JSON', { '.dockerconfigjson': '{"auths":{"r":{"password":"canary"}}}' }, 'canary is weak', '*** is weak'],
    ['with a line feed at its end', { key: 'canary\n' }, 'canary is weak', '*** is weak'],
  ])('are not repeated %s', (_, values, said, shown) => {
    expect(outsideText(said, secretsOf(holding(values)))).toBe(shown);
  });

  it('leave the sentence readable when they are bytes and no text', () => {
    const said = 'admission webhook denied a request';
    expect(outsideText(said, secretsOf(holding({ key: '\0'.repeat(9), other: `a${'\u0001'.repeat(9)}` })))).toBe(said);
  });

  it('are looked for in a mebibyte at once', () => {
    const lines = Array.from({ length: 100_000 }, (_, at) => `value-${at}`);
    const began = performance.now();
    const shown = outsideText(
      `${'value- '.repeat(2_000)} value-99999`.slice(-1_500),
      secretsOf(holding({ lines: lines.join('\n') })),
    );
    expect(shown.endsWith(' ***')).toBe(true);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('are looked for in nothing but Secrets', () => {
    expect(secretsOf({ ...secret, kind: 'ConfigMap' })).toEqual([]);
    expect(secretsOf(undefined)).toEqual([]);
    expect(secretsOf({ apiVersion: 'v1', kind: 'Secret', data: null })).toEqual([]);
  });
});
