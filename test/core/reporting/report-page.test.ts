import { describe, expect, it } from 'vitest';
import { countedStore } from '../../../core/base/run/counted-store.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { readWork } from '../../../core/base/run/step-times.ts';
import { NOTHING } from '../../../core/plan/cost/usage.ts';
import { duration, timeline } from '../../../core/reporting/page/timeline.ts';
import type { Report } from '../../../core/reporting/report.ts';
import { reportPage } from '../../../core/reporting/report-page.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';

const ref = (kind: string, name: string) => ({ apiVersion: 'v1', kind, namespace: 'shop', name });
const report: Report = {
  cloneId: 'run-1',
  route: { name: 'prod-to-dev', source: 'prod in account 222233334444, us-east-1', target: 'dev' },
  status: 'SUCCEEDED',
  startedAt: '2026-11-22T10:00:00Z',
  endedAt: '2026-11-22T10:05:00Z',
  planHash: 'c4acd44e8b49379929c6f26a00aa00cb230e7a69f2ed4713ea136018023acd17',
  objects: { selected: 3, applied: 2, dropped: 1, blocked: 0, skipped: 0, failed: 0 },
  volumes: [],
  findings: [
    { severity: 'info', object: ref('Service', 'web'), path: '', rule: 'r', sentence: 'Gets another address.' },
    {
      severity: 'warning',
      object: ref('ServiceAccount', 'web'),
      path: '',
      rule: 'r',
      proposed: { Statement: [{ Action: 'sts:AssumeRole' }] },
      sentence: 'Paste the trust policy.',
    },
    { severity: 'blocker', object: ref('Pod', 'db'), path: '', rule: 'r', sentence: 'Needs a class.' },
  ],
  translations: [
    {
      ref: ref('ConfigMap', 'app'),
      outcome: 'apply',
      findings: [],
      changes: [
        {
          rule: 'map-hosts',
          op: 'replace',
          path: '/data/URL',
          before: 'pg://bob:hunter2@old/db',
          after: 'pg://bob:hunter2@new/db',
        },
        { rule: 'part-cluster-bindings', op: 'remove', path: '/metadata/labels/a', before: '<b>uid</b>' },
      ],
    },
    { ref: ref('Pod', 'web-1'), outcome: 'drop', reason: 'its ReplicaSet makes it again', changes: [], findings: [] },
  ],
  results: [],
  steps: [
    { step: 'plan-clone', startedAt: '2026-11-22T10:00:00Z', endedAt: '2026-11-22T10:00:30Z' },
    { step: 'copy-segment', subject: 'shop/a', startedAt: '2026-11-22T10:01:00Z', endedAt: '2026-11-22T10:05:00Z' },
    { step: 'copy-segment', subject: 'shop/b', startedAt: '2026-11-22T10:02:00Z', endedAt: '2026-11-22T10:03:00Z' },
  ],
  dollars: 0.42,
};
const page = reportPage(report);

describe('the report page', () => {
  it('needs nothing from elsewhere', () => {
    expect(page).not.toMatch(/<(script|link|img|iframe)|https?:\/\/|url\(|@import/);
  });

  // Promise: every-change-has-a-rule
  it('shows each change under its rule, before and after', () => {
    expect(page).toMatch(/map hosts<\/h4>[\s\S]*\/data\/URL[\s\S]*class="was"[\s\S]*class="is"/);
  });

  it('shows text as text, whatever is in it', () => {
    expect(page).toContain('&lt;b&gt;uid&lt;/b&gt;');
    expect(page).not.toContain('<b>uid</b>');
  });

  it('never shows the password of a URL', () => {
    expect(page).not.toContain('hunter2');
    expect(page).toContain('pg://bob:***@new/db');
  });

  it('draws a line for each step, with what ran side by side in one', () => {
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page.match(/<rect/g)).toHaveLength(3);
    expect(page).toContain('4 min 0 s');
    expect(page).toContain('shop/b: 1 min 0 s');
  });

  it('says what is left behind and why, and the worst finding first', () => {
    expect(page).toMatch(
      /its ReplicaSet makes it again[\s\S]*Pod shop\/web-1|its ReplicaSet makes it again[\s\S]*web-1/,
    );
    expect(page).toMatch(/Paste the trust policy\.[\s\S]*<pre>[\s\S]*sts:AssumeRole/);
    expect(page.indexOf('Needs a class.')).toBeLessThan(page.indexOf('Gets another address.'));
  });

  it('shows what the run has cost beside what was expected of it', () => {
    const parts = [{ name: 'transfer' as const, expected: 0.5, recorded: 0.46 }];
    const cost = { planned: 2, expected: 0.5, recorded: 0.46, deviationPercent: -8, parts, usage: NOTHING };
    const costly = reportPage({ ...report, cost });
    expect(costly).toMatch(
      /\$2\.0000, from what it knew[\s\S]*\$0\.5000 was to be expected; \$0\.4600 was recorded: 8 % less/,
    );
    expect(costly).toContain('transfer between Regions');
    expect(page).not.toContain('<h2>Cost</h2>');
  });

  it('shows the cluster that was made, how long its parts took, and how it differs from its blueprint', () => {
    const steps = [
      { step: 'make-cluster', subject: 'nodes', startedAt: '2026-11-22T10:00:00Z', endedAt: '2026-11-22T10:02:05Z' },
    ];
    const made = { matchesBlueprint: false, differences: ['nodegroups.web.scaling.maxSize: 4 expected, 3 found'] };
    const creates = [{ kind: 'nodegroup' as const, name: 'web' }];
    const cluster = { name: 'dev', version: '1.36', zones: ['eu-west-1a'], creates, made };
    const whole = reportPage({ ...report, steps, cluster });
    expect(whole).toMatch(/The new cluster[\s\S]*dev[\s\S]*1\.36[\s\S]*maxSize: 4 expected, 3 found[\s\S]*web/);
    expect(whole).toMatch(/nodes<\/span><\/td>[\s\S]*2 min 5 s/);
    expect(reportPage({ ...report, cluster: { ...cluster, made: undefined } })).toContain('ended before it was ready');
  });

  it('says when the run began and ended', () => {
    expect(page).toContain('began 2026-11-22T10:00:00Z, ended 2026-11-22T10:05:00Z');
  });

  it.each([
    [850, '850 ms'],
    [999.7, '1.0 s'],
    [3200, '3.2 s'],
    [59_960, '1 min 0 s'],
    [119_600, '2 min 0 s'],
    [250_000, '4 min 10 s'],
    [3_599_600, '1 h 0 min'],
    [7_500_000, '2 h 5 min'],
  ])('writes %d milliseconds as %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

  it('tells each of several problems once', () => {
    const problems = ['web', 'db'].map((name) => ({
      at: `Deployment shop/${name}`,
      message: `apps/v1 Deployment shop/${name} is in the target already.`,
    }));
    const found = problems.map(({ message: sentence }, at) => ({
      severity: 'blocker' as const,
      object: ref('Deployment', ['web', 'db'][at]!),
      path: '',
      rule: 'r',
      sentence,
    }));
    const sentence = `The plan has 2 blockers; nothing was changed. ${problems[0]!.message} … and 1 more, in the plan.`;
    const failure = { error: 'PlanBlocked', sentence, problems };
    const failed = reportPage({ ...report, status: 'FAILED', findings: [...report.findings, ...found], failure });
    expect(failed).toContain('<b>PlanBlocked</b> The plan has 2 blockers; nothing was changed.</p>');
    for (const { message } of problems) expect(failed.split(message)).toHaveLength(2);
    expect(failed).not.toContain('<code>Deployment shop/web</code>');
    expect(failed).toContain('Gets another address.');
  });

  it('keeps the whole sentence of a single problem, and what a sentence says after its problems', () => {
    const one = { error: 'HookFailed', sentence: 'It failed: no pod.', problems: [{ at: 'shop', message: 'no pod' }] };
    expect(reportPage({ ...report, failure: one })).toContain('It failed: no pod.');
    const problems = [
      { at: 'a', message: 'A is scaled down.' },
      { at: 'b', message: 'B is scaled down.' },
    ];
    const two = {
      error: 'HookFailed',
      sentence: 'Two are left. A is scaled down. B is scaled down. Bring them back.',
      problems,
    };
    expect(reportPage({ ...report, failure: two })).toContain('Two are left. Bring them back.');
  });

  it('of a run that was refused before its plan, says that and no zeros', () => {
    const failure = { error: 'InvalidRequest', sentence: 'There is no namespace "shp".', problems: [] };
    const refused = reportPage({ ...report, status: 'FAILED', planHash: undefined, failure });
    expect(refused).toContain('There was no plan');
    expect(refused).not.toMatch(/class="cards"|<h2>(Volumes|Findings|What is left behind|Objects)/);
  });

  it('shows that an empty text was removed', () => {
    const changes = [{ rule: 'rebuild-volumes', op: 'remove' as const, path: '/a', before: '' }];
    const translations = [{ ref: ref('PersistentVolume', 'pvc-1'), outcome: 'apply' as const, changes, findings: [] }];
    expect(reportPage({ ...report, translations })).toContain('<pre class="was">&quot;&quot;</pre>');
  });

  it('of a plan shows what is going to happen', () => {
    const planned = [{ ref: ref('Secret', 'key'), outcome: 'apply' as const, rules: ['map-namespaces'] }];
    const plan = reportPage({ ...report, status: 'PLANNED', translations: [], planned });
    expect(plan).toMatch(/key[\s\S]*map namespaces/);
    expect(plan).toContain('<b>1</b><span>objects to apply</span>');
    expect(plan).not.toContain('in the target</span>');
  });
});

it('tells how long a step was at work: what runs side by side counts once, and a pause between two passes does not', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, seconds)).toISOString();
  const part = (step: string, from: number, to: number) => ({ step, startedAt: at(from), endedAt: at(to) });
  const { code: drawn } = timeline([
    ...[part('plan-clone', 0, 5), part('plan-clone', 40, 42)],
    ...[part('copy-segment', 10, 20), part('copy-segment', 12, 25), part('copy-segment', 13, 14)],
  ]);
  expect(drawn).toContain('aria-label="plan-clone: 2 parts, 7.0 s"');
  expect(drawn).toContain('aria-label="copy-segment: 3 parts, 15.0 s"');
});

it('knows when a step first began and last ended, reading each record once', async () => {
  const { store, requests } = countedStore(memoryObjectStore());
  const key = keysOf('run-1').times('copy-segment', 'shop/data-0');
  const moment = (at: string) => JSON.stringify({ step: 'copy-segment', subject: 'shop/data-0', at });
  await store.put(`${key}first.json`, moment('2026-11-22T10:00:00Z'));
  await store.put(`${key}last-1.json`, moment('2026-11-22T10:07:00Z'));
  await store.put(
    `${keysOf('run-1').times('plan-clone', '')}first.json`,
    JSON.stringify({ step: 'plan-clone', at: '2026-11-22T09:59:00Z' }),
  );
  expect((await readWork(store, 'run-1')).times).toEqual([
    { step: 'plan-clone', startedAt: '2026-11-22T09:59:00Z', endedAt: '2026-11-22T09:59:00Z' },
    {
      step: 'copy-segment',
      subject: 'shop/data-0',
      startedAt: '2026-11-22T10:00:00Z',
      endedAt: '2026-11-22T10:07:00Z',
    },
  ]);
  expect(requests.read).toBe(3);
});

// Promise: reach-is-named
it('names in a section of its own what could still reach out, and says when that is nothing', () => {
  const reaching = { severity: 'warning' as const, object: ref('Deployment', 'worker'), path: '/spec/x', rule: 'r' };
  const sentence = "s3://prod reaches production's S3 bucket.";
  const clone = { ...report, profile: 'clone' };
  const page = reportPage({ ...clone, findings: [...report.findings, { ...reaching, sentence, reachesOut: true }] });
  const [before = '', after = ''] = page.split('Could still reach out');
  expect([before.includes(sentence), after.includes(sentence), after.includes('v1 Deployment shop/worker')]).toEqual([
    false,
    true,
    true,
  ]);
  expect(reportPage(clone)).toContain('Nothing that is known.');
  expect(reportPage({ ...report, profile: 'migrate' })).not.toContain('Could still reach out');
});

it('tells that snapshots from before a hand-over are still paid for, and what removes them', () => {
  const sentence = 'Snapshot snap-1 of claim shop/data, from before its volume was handed over, is kept';
  const safety = [{ claim: 'shop/data', snapshotId: 'snap-1', account: '222233334444', region: 'eu-west-1', sentence }];
  const kept = reportPage({ ...report, safety });
  expect(kept).toContain(sentence);
  expect(kept).toContain('Remove 1 snapshot from before volumes were handed over');
  expect(kept).toContain('<code>aws ec2 delete-snapshot --region eu-west-1 --snapshot-id snap-1</code>');
  expect(page).not.toContain('from before volumes were handed over');
});
