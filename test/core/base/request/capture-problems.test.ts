import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../../core/base/request/parse-request.ts';
import { problemsOf as problemsIn } from './problems-of.ts';

type Route = Parameters<typeof parseRequest>[1];
const route: Route = { name: 'prod-to-dev', defaults: {}, limits: {}, mayQuiesce: true, mayCapture: true };
const capture = { mode: 'capture', capture: { name: 'nightly' }, selection: { namespaces: ['shop'] } };

const problemsOf = (input: unknown, on = route) => problemsIn(input, on);

describe('a request for a capture', () => {
  it('needs a name and namespaces, and lives for a week', () => {
    expect(parseRequest(capture, route)).toMatchObject({ mode: 'capture', capture: { name: 'nightly', keep: '7d' } });
    expect(problemsOf({ ...capture, capture: undefined })).toHaveProperty('capture');
    expect(problemsOf({ ...capture, selection: {} })).toHaveProperty('selection.namespaces');
    expect(problemsOf({ ...capture, capture: { name: 'latest' } })).toHaveProperty('capture.name');
  });

  // Promise: captures-only-if-allowed
  it('is refused on a route that keeps none', () => {
    expect(problemsOf(capture, { ...route, mayCapture: undefined })).toEqual({
      mode: expect.stringContaining('Route "prod-to-dev" keeps no captures'),
    });
  });

  it('is told everything that means nothing for it, at once', () => {
    const more = {
      cutOver: true,
      ttl: '1d',
      approval: true,
      source: { capture: 'x' },
      volumes: { strategy: 'copy-blocks' },
    };
    expect(Object.keys(problemsOf({ ...capture, ...more })).toSorted()).toEqual(
      ['approval', 'cutOver', 'profile', 'quiesce.scaleToZero', 'source.capture', 'ttl', 'volumes'].toSorted(),
    );
  });

  it.each([
    ['mappings', { mappings: { namespaces: { shop: 'shop-dev' } } }],
    ['isolate', { isolate: true }],
    ['start', { start: 'scaled-down' }],
    ['onConflict', { onConflict: 'refresh' }],
    ['outside', { outside: [{ kind: 'Bucket.example.com', acts: 'makes buckets', silence: 'name' }] }],
    ['rules', { rules: { disable: [{ rule: 'map-images', reason: 'x' }] } }],
    ['volumes', { volumes: { origins: { 'shop/data': { newest: { maxAgeHours: 1 } } } } }],
    ['volumes', { volumes: { classes: { scratch: 'skip' } } }],
    ['volumes', { volumes: { sizes: { 'shop/data': 20 } } }],
  ])('is told that %s says nothing about it: %j', (at, said) => {
    expect(Object.keys(problemsOf({ ...capture, ...said }, { ...route, mayAddRules: true }))).toEqual([at]);
  });

  it('gets of the defaults of its route what says what is captured, and none of what says how clones are made', () => {
    const defaults = {
      ttl: '3d',
      onConflict: 'refresh',
      selection: { namespaces: ['shop'] },
      quiesce: { scaleToZero: true },
    };
    const parsed = parseRequest({ ...capture, selection: {} }, { ...route, defaults, approval: 'required' });
    expect(parsed).toMatchObject({
      selection: { namespaces: ['shop'] },
      quiesce: { scaleToZero: true },
      approval: false,
    });
    expect(parsed.ttl).toBeUndefined();
  });
});

describe('a request for a clone of a capture', () => {
  const clone = { source: { capture: 'nightly' } };

  it('may leave the namespaces to the capture', () => {
    expect(parseRequest(clone, route)).toMatchObject({ mode: 'clone', source: { capture: 'nightly' } });
    expect(parseRequest({ ...clone, mode: 'plan' }, { ...route, limits: { namespaces: ['shop'] } })).toBeTruthy();
  });

  it('is told what it cannot do to an archived source', () => {
    const more = { quiesce: { scaleToZero: true }, cutOver: true, profile: 'migrate' };
    expect(Object.keys(problemsOf({ ...clone, ...more })).toSorted()).toEqual(['cutOver', 'quiesce']);
  });

  it('does without the quiesce that its route sets by default', () => {
    const defaults = { quiesce: { scaleToZero: true } };
    expect(parseRequest(clone, { ...route, defaults }).quiesce.scaleToZero).toBe(false);
  });

  it('is no place for the name of a new capture', () => {
    expect(problemsOf({ ...clone, capture: { name: 'new' } })).toHaveProperty('capture');
  });
});
