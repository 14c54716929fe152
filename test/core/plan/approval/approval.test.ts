import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import { Request } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { writeRecord } from '../../../../core/base/run/records.ts';
import { APPROVAL_DAYS, type Approval } from '../../../../core/plan/approval/approval.ts';
import { askForApproval } from '../../../../core/plan/approval/ask.ts';
import { comparePlans } from '../../../../core/plan/approval/compare-plans.ts';
import { mayGoOn, planBefore } from '../../../../core/plan/approval/may-go-on.ts';
import { type Plan, sealPlan } from '../../../../core/plan/plan.ts';
import type { PlannedObject } from '../../../../core/plan/planned-object.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import type { Finding } from '../../../../kube/finding.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';

const CLONE = { cloneId: 'r1', mode: 'clone', route: { name: 'prod-to-dev' } } as Clone;
const AT = '2026-11-22T10:00:00.000Z';

const object = (kind: string, name: string, outcome: PlannedObject['outcome'] = 'apply'): PlannedObject => ({
  ref: { apiVersion: 'v1', kind, namespace: 'shop', name },
  outcome,
  rules: [],
});
const finding = (name: string, more: Partial<Finding> = {}): Finding => ({
  severity: 'warning',
  object: object('Service', name).ref,
  path: '/spec',
  rule: 'some-rule',
  sentence: `Look at ${name}.`,
  ...more,
});
const volume: PlannedVolume = {
  claim: 'shop/data',
  strategy: 'share-and-copy',
  reason: 'its key allows it',
  sourceVolumeId: 'vol-1',
  sourceZone: 'us-east-1a',
  sizeGiB: 10,
  zone: 'eu-west-1a',
  volumeType: 'gp3',
  kmsKeyArn: 'key',
  tags: {},
  dollars: 0.2,
  minutes: 4,
};
const planOf = (more: Partial<Parameters<typeof sealPlan>[0]> = {}): Plan =>
  sealPlan({
    cloneId: 'r1',
    route: 'prod-to-dev',
    createdAt: AT,
    profile: 'clone',
    namespaces: ['shop'],
    objects: [object('Service', 'web'), object('Pod', 'web-x1', 'drop')],
    volumes: [volume],
    findings: [],
    ...more,
  });

describe('two plans of one request', () => {
  it('are the same while a pod is replaced, or is not ready for a while', () => {
    const before = planOf({ findings: [finding('web', { path: '/status', sentence: '1 of 2 pods are ready.' })] });
    const after = planOf({ objects: [object('Service', 'web'), object('Pod', 'web-z9', 'drop')] });
    expect(after.hash).toBe(before.hash);
    expect(comparePlans(before, after)).toEqual([]);
  });

  it('are the same in a version that knows one more way which was not chosen', () => {
    const others = [{ strategy: 'copy-blocks', why: 'the request asks for another' }];
    expect(planOf({ volumes: [{ ...volume, others }] }).hash).toBe(planOf().hash);
  });

  it('differ by what is copied, and how, each in a sentence', () => {
    const after = planOf({
      objects: [object('Service', 'api'), { ...object('Secret', 'web', 'drop') }],
      volumes: [{ ...volume, strategy: 'copy-blocks', sizeGiB: 20 }],
      findings: [finding('api')],
    });
    expect(comparePlans(planOf(), after)).toEqual([
      'v1 Service shop/api is new.',
      'v1 Service shop/web is not copied any more.',
      'Volume shop/data: strategy share-and-copy, now copy-blocks; sizeGiB 10, now 20.',
      'New: v1 Service shop/api: Look at api.',
    ]);
  });

  it('have one hash exactly when nothing differs', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
    fc.assert(
      fc.property(names, names, (some, others) => {
        const [one, other] = [some, others].map((all) =>
          planOf({ objects: all.map((name) => object('Service', name)) }),
        );
        expect(comparePlans(one!, other!).length === 0).toBe(one!.hash === other!.hash);
        expect(one!.hash === other!.hash).toBe(some.toSorted().join() === others.toSorted().join());
      }),
    );
  });
});

describe('a clone that asks for an approval', () => {
  let store: ObjectStore;
  beforeEach(() => {
    store = memoryObjectStore();
  });
  const request = Request.parse({ approval: true });
  const go = (plan: Plan, approval?: Approval, more: object = {}) =>
    mayGoOn(store, { clone: CLONE, request, plan, madeCluster: false, approval, ...more });
  const approvalOf = (plan: Plan): Approval => ({ by: 'arn:ann', at: AT, planHash: plan.hash });
  const ask = async (plan: Plan, token = 'token-1') => {
    await writeRecord(store, 'clones/r1/plan.json', plan);
    return askForApproval(store, CLONE, { token, askedAt: AT });
  };

  it('needs one, until it has it: also when it is asked again without being told', async () => {
    const plan = planOf();
    expect(await go(plan)).toMatchObject({ needsApproval: true });
    await ask(plan);
    expect(await go(plan, approvalOf(plan))).toMatchObject({ needsApproval: false });
    expect(await go(plan)).toMatchObject({ needsApproval: false });
  });

  it('needs none to plan only, and none when neither request nor route asks', async () => {
    expect(await go(planOf(), undefined, { clone: { ...CLONE, mode: 'plan' } })).toMatchObject({
      needsApproval: false,
    });
    expect(await go(planOf(), undefined, { request: Request.parse({}) })).toMatchObject({ needsApproval: false });
  });

  // Promise: refuses-unapproved
  it('does what was approved and nothing else: what differs is named, with who approved', async () => {
    await ask(planOf());
    const other = planOf({ objects: [object('Service', 'web'), object('Service', 'spy')] });
    const gone = go(other, approvalOf(planOf()));
    await expect(gone).rejects.toMatchObject({ name: 'PlanBlocked', message: expect.stringContaining('arn:ann') });
    await expect(gone).rejects.toThrow('v1 Service shop/spy is new.');
    expect(await go(other, undefined, { madeCluster: true })).toMatchObject({ needsApproval: false });
  });

  it('plans again with what was approved before it, or what its request is bound to, and with nothing else', async () => {
    const earlier = (approval: Approval | null, more: object = {}) =>
      planBefore(store, { clone: CLONE, request, approval, ...more });
    const plan = planOf();
    expect(await earlier(null)).toBeUndefined();
    await ask(plan);
    expect(await earlier(null)).toBeUndefined();
    expect(await earlier(approvalOf(plan))).toEqual(plan);
    expect(await earlier(null, { clone: { ...CLONE, mode: 'plan' } })).toBeUndefined();
    await writeRecord(store, `plans/${plan.hash}.json`, { cloneId: 'r1' });
    const bound = { clone: { ...CLONE, cloneId: 'r2' }, request: Request.parse({ planHash: plan.hash }) };
    expect(await earlier(null, bound)).toEqual(plan);
  });

  it('keeps the first approval, and the last token', async () => {
    const plan = planOf();
    await ask(plan, 'token-1');
    await ask(plan, 'token-2');
    expect(JSON.parse(Buffer.from((await store.get('clones/r1/approval/question.json'))!).toString())).toEqual({
      token: 'token-2',
      route: 'prod-to-dev',
      planHash: plan.hash,
      askedAt: AT,
      until: '2026-11-29T10:00:00.000Z',
    });
    await go(plan, approvalOf(plan));
    await go(plan, { ...approvalOf(plan), by: 'arn:bob' });
    const kept = JSON.parse(Buffer.from((await store.get('clones/r1/approval/approval.json'))!).toString());
    expect(kept.by).toBe('arn:ann');
  });

  it('waits as long as it says', () => {
    const machine = JSON.parse(readFileSync('statemachines/prepare-clone.asl.json', 'utf8'));
    expect(machine.States['Await approval'].TimeoutSeconds).toBe(APPROVAL_DAYS * 24 * 3600);
  });
});
