import { expect, it } from 'vitest';
import type { Plan } from '../../../cli/api/client.ts';
import { printPlan, printReport } from '../../../cli/api/print.ts';

const HASH = 'e'.repeat(64);
const service = (name: string) => ({ apiVersion: 'v1', kind: 'Service', namespace: 'shop', name });
const finding = (name: string, sentence: string) => ({
  severity: 'warning',
  rule: 'r',
  object: service(name),
  sentence,
});
const PLAN = {
  id: 'plan-1',
  status: 'SUCCEEDED',
  plan: {
    hash: HASH,
    source: { account: '222233334444', region: 'us-east-1', cluster: 'prod' },
    target: { account: '444455556666', region: 'eu-west-1', cluster: 'dev' },
    namespaces: ['pay', 'shop'],
    mapped: { shop: 'shop-dev' },
    askedBy: 'schedule nightly',
    blocked: false,
    dollars: 0.2,
    minutes: 6,
    objects: [],
    volumes: [],
    findings: [
      ...['a', 'b', 'c', 'd', 'e'].map((name) => finding(name, 'Its pods share the network of their node.')),
      finding('web', 'Look at web.'),
    ],
  },
} as unknown as Plan;

it('a plan says at its top where the clone goes, under which names, and its whole hash', () => {
  expect(printPlan(PLAN).split('\n').slice(0, 7)).toEqual([
    'plan plan-1: ready',
    '  from prod (account 222233334444, us-east-1)',
    '  to   dev (account 444455556666, eu-west-1)',
    '  namespaces: pay, shop as shop-dev',
    '  asked for by schedule nightly',
    `  hash ${HASH}`,
    '  about 6 minutes and $0.2',
  ]);
});

it('a plan says what a preset has set, what was said otherwise, and what to look at', () => {
  const preset = { name: 'dev-test', set: { onConflict: 'refresh' }, otherwise: { ttl: '1d' }, look: ['the jobs'] };
  const printed = printPlan({ ...PLAN, plan: { ...PLAN.plan, preset } } as unknown as Plan);
  expect(printed).toContain(
    '\n  preset dev-test: onConflict refresh; said otherwise: ttl 1d\n    look at the jobs\n  hash ',
  );
});

it('a plan names the rules that are not built in', () => {
  const rules = { own: [{ name: 'one-replica', description: 'One is enough.' }], disabled: [] };
  const ruled = { ...PLAN, plan: { ...PLAN.plan, rules } } as unknown as Plan;
  expect(printPlan(ruled)).toContain("\n  rules of one's own: one-replica\n");
});

it('says what holds for several objects once, with some of them and how many they are', () => {
  const warnings = printPlan(PLAN)
    .split('\n')
    .filter((line) => line.includes('warning'));
  expect(warnings).toEqual([
    '  warning: Its pods share the network of their node. (v1 Service shop/a, v1 Service shop/b, v1 Service shop/c and 2 more)',
    '  warning: Look at web.',
  ]);
});

it('a report says the same of the run that it is about', () => {
  const report = {
    cloneId: 'clone-1',
    status: 'SUCCEEDED',
    askedBy: 'schedule nightly',
    startedAt: 'one',
    endedAt: 'two',
    route: { source: 'prod in account 222233334444, us-east-1', target: 'dev in account 444455556666, eu-west-1' },
    namespaces: ['shop'],
    mapped: { shop: 'shop-dev' },
    planHash: HASH,
    minutes: 6,
    objects: {},
    volumes: [],
    findings: [],
  };
  expect(printReport(report).split('\n').slice(0, 7)).toEqual([
    'clone-1: SUCCEEDED, one to two',
    '  from prod in account 222233334444, us-east-1',
    '  to   dev in account 444455556666, eu-west-1',
    '  namespaces: shop as shop-dev',
    '  asked for by schedule nightly',
    `  hash ${HASH}`,
    '  planned for about 6 minutes',
  ]);
});

it('a plan that copies blocks says how many volumes and functions share what the accounts allow', () => {
  const shares = [{ account: '222233334444', region: 'us-east-1', budget: 3_000, perSecond: 125 }];
  const pace = { volumesAtOnce: 3, functionsAtOnce: 8, perSecond: 125, shares, minutes: 42 };
  expect(printPlan({ ...PLAN, plan: { ...PLAN.plan, pace } } as Plan)).toContain(
    '  blocks: 3 volumes at a time with 8 functions each, 125 requests a second by each of them, of 3000 a second in 222233334444, us-east-1; done after about 42 minutes\n',
  );
  expect(printPlan(PLAN)).not.toContain('blocks:');
});
