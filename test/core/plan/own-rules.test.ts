import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../core/base/request/parse-request.ts';
import { TWO_ROUTES } from '../serve/api/two-routes.ts';
import { config, deployment, PlannedWorld } from './planned-world.ts';

const [ROUTE] = TWO_ROUTES;
const rule = (name: string, more: object) => ({
  name,
  description: 'Mine.',
  when: { kinds: ['Deployment'], namespaces: ['shop'] },
  mergePatch: { spec: { replicas: 1 } },
  ...more,
});
const world = () => new PlannedWorld([deployment('web', { image: 'web:1' }, 3), config('settings', 'a')]);

// Promise: own-rules-traced
describe("a plan with rules of one's own", () => {
  it('carries them out in the run as well, and records them with those that are switched off and why', async () => {
    const there = world();
    const own = [rule('one-replica', {}), rule('nowhere', { when: { kinds: ['Deployment'], names: ['wbe'] } })];
    const disable = [{ rule: 'map-images' as const, reason: 'the registry is shared.' }];
    const run = await there.start({ rules: { own, disable }, mappings: { images: { web: 'other' } } });
    expect(run.planned.rules).toEqual({
      own: [
        { name: 'one-replica', description: 'Mine.' },
        { name: 'nowhere', description: 'Mine.' },
      ],
      disabled: disable,
    });
    const said = run.planned.findings.filter(({ rule }) => rule === 'own-rules').map(({ sentence }) => sentence);
    expect(said).toEqual([
      'The built-in rule "map-images" is switched off: the registry is shared.',
      expect.stringMatching(/^Rule "nowhere" is about no object of this clone/),
    ]);
    await run.capture();
    const web = (await run.translate()).find(({ kind }) => kind === 'Deployment');
    expect(web).toMatchObject({ spec: { replicas: 1, template: { spec: { containers: [{ image: 'web:1' }] } } } });
  });

  it('evaluates expressions for the plan, for what the capture compares with it, and for the run alike', async () => {
    const there = world();
    const expression = "{'spec': {'replicas': spec.replicas - 1}}";
    const rules = { own: [rule('one-less', { mergePatch: undefined, expression })] };
    const planHash = (await there.start({ rules })).planned.hash;
    const run = await there.start({ rules, planHash });
    await run.goOn();
    expect(await run.capture()).toEqual({ changed: 0 });
    const web = (await run.translate()).find(({ kind }) => kind === 'Deployment');
    expect(web).toMatchObject({ spec: { replicas: 2 } });
  });

  it('is another plan than one without', async () => {
    const there = world();
    const [plain, ruled] = [await there.start(), await there.start({ rules: { own: [rule('one-replica', {})] } })];
    expect(ruled.planned.hash).not.toBe(plain.planned.hash);
  });

  it('is blocked where a rule cannot be applied', async () => {
    const jsonPatch = [{ op: 'remove' as const, path: '/spec/paused' }];
    const run = await world().start({ rules: { own: [rule('resume', { mergePatch: undefined, jsonPatch })] } });
    const blockers = run.planned.findings.filter(({ severity }) => severity === 'blocker');
    expect(blockers.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^Rule "resume" cannot be applied to it: .* \(remove \/spec\/paused\)/),
    ]);
  });
});

// Promise: own-rules-where-allowed
describe('rules of a request', () => {
  const input = { selection: { namespaces: ['shop'] }, rules: { own: [rule('one-replica', {})] } };

  it('are refused on a route that takes none, and taken on one that does', () => {
    expect(() => parseRequest(input, ROUTE!)).toThrow('takes no rules from requests (mayAddRules is off)');
    expect(parseRequest(input, { ...ROUTE!, mayAddRules: true }).rules.own).toHaveLength(1);
  });

  it('are those of the route where it has some', () => {
    const route = { ...ROUTE!, defaults: { rules: input.rules } };
    expect(parseRequest({ selection: { namespaces: ['shop'] } }, route).rules.own).toHaveLength(1);
  });

  it('are added to those of the defaults of the route, which hold for every run and have the last word', () => {
    const held = { own: [rule('one-replica', {})], disable: [{ rule: 'map-images', reason: 'a mirror' }] };
    const route = { ...ROUTE!, mayAddRules: true, defaults: { rules: held } };
    const named = (rules: unknown) => {
      const { own, disable } = parseRequest({ ...input, rules }, route).rules;
      return [...own.map(({ name }) => name), ...disable.map(({ rule: off }) => off)];
    };
    expect(named({ own: [] })).toEqual(['one-replica', 'map-images']);
    expect(named({ disable: [] })).toEqual(['one-replica', 'map-images']);
    const asked = { own: [rule('mine', {})], disable: [{ rule: 'suspend-jobs', reason: 'harmless' }] };
    expect(named(asked)).toEqual(['mine', 'one-replica', 'suspend-jobs', 'map-images']);
    expect(() => named({ own: [rule('one-replica', {})] })).toThrow('two rules are called "one-replica"');
    expect(() => named({ own: 'none' })).toThrow('rules.own: "none" is not a list');
  });
});
