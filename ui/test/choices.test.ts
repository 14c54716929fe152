import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { currentUi } from '../../cli/ui/ui-files.ts';
import { startUi, type Ui } from '../../cli/ui/ui-server.ts';
import { type FakeApi, startFakeApi } from '../../test/cli/commands/fake-api.ts';
import { mayAll } from './may.ts';
import { startBrowser, type Visitor, visit } from './visitor.ts';

/** What a clone may be asked for, and what plan and report say of it, of a hub that says what a test needs. */
const PLACE = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
const ROUTE = {
  name: 'prod-to-dev',
  source: PLACE,
  target: { ...PLACE, cluster: 'dev' },
  mayQuiesce: true,
  handOver: true,
  mayAddRules: false,
  limits: {},
  approval: 'optional',
  whenChanged: 'refuse',
  kmsKeyArn: 'arn',
  createsCluster: false,
  connectors: [],
  masks: ['shop/db-data'],
  unmasked: ['shop/cache-*'],
  defaults: {},
};
const ref = (kind: string, name: string) => ({ apiVersion: 'v1', kind, namespace: 'shop', name });
const PLAN = {
  hash: 'f'.repeat(64),
  blocked: false,
  dollars: 0.12,
  minutes: 12,
  objects: [{ outcome: 'apply', rules: [] }],
  volumes: [
    {
      claim: 'shop/db-data',
      strategy: 'direct-blocks',
      sizeGiB: 10,
      zone: 'eu-west-1a',
      proof: { asked: 'full', dollars: 0.02, minutes: 3 },
    },
  ],
  findings: [],
  preset: {
    name: 'new-storage',
    set: { profile: 'migrate' },
    otherwise: { 'volumes.performance': 'class' },
    look: ['IOPS and throughput of each volume'],
  },
  masking: {
    jobs: [{ name: 'scrub', namespace: 'shop', image: 'scrub:1', claims: { '/data': 'db-data' } }],
    unmasked: ['shop/cache-0'],
  },
  taken: [
    { ref: ref('Deployment', 'web'), why: '' },
    { ref: ref('Service', 'web'), why: 'Service web selects its pods' },
  ],
};
const ENDED = { startedAt: '2026-11-30T09:00:00Z', endedAt: '2026-11-30T09:30:00Z' };

let api: FakeApi;
let ui: Ui;
let browser: Browser;
let visitor: Visitor;
beforeAll(async () => {
  api = await startFakeApi();
  const credentials = async () => ({ accessKeyId: 'A', secretAccessKey: 's' });
  const located = async () => ({ api: api.url, region: 'eu-west-1', credentials });
  ui = await startUi({ folder: currentUi(() => {}), port: 0, people: { ann: located } });
  browser = await startBrowser();
  const namespace = {
    name: 'shop',
    objects: 9,
    workloads: [
      { kind: 'Deployment', name: 'web', claims: [] },
      { kind: 'StatefulSet', name: 'db', claims: ['db-data'] },
    ],
    claims: [],
    gibibytes: 0,
    allowed: true,
  };
  api.answers = {
    ...mayAll('prod-to-dev'),
    'GET /me': { body: { person: 'ann', account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ann' } },
    'GET /routes': { body: { routes: [ROUTE] } },
    'GET /routes/prod-to-dev/workloads?limit=50&q=': {
      body: {
        route: 'prod-to-dev',
        takenAt: ENDED.startedAt,
        source: { cluster: 'prod', version: '1.34' },
        target: { state: 'there', version: '1.34' },
        namespaces: [namespace],
        total: 1,
      },
    },
    'POST /routes/prod-to-dev/plans': { status: 202, body: { id: 'p', route: 'prod-to-dev', status: 'RUNNING' } },
    'GET /routes/prod-to-dev/plans/p': { body: { id: 'p', route: 'prod-to-dev', status: 'SUCCEEDED', plan: PLAN } },
    'GET /routes/prod-to-dev/plans/p/objects?limit=50': { body: { of: 'plan', objects: [] } },
    'GET /routes/prod-to-dev/clones/c/objects?limit=50': { body: { of: 'run', objects: [] } },
    'GET /routes/prod-to-dev/clones/c/report': {
      body: {
        ...ENDED,
        cloneId: 'c',
        status: 'SUCCEEDED',
        objects: {},
        findings: [],
        complete: true,
        volumes: [
          { claim: 'shop/db-data', compared: { compared: 'blocks', blocks: 4096, equal: 4096, complete: true } },
        ],
        masking: { jobs: [{ name: 'scrub', claims: ['shop/db-data'], outcome: 'passed' }] },
        cutOver: { at: ENDED.endedAt, downSeconds: 75, expectedSeconds: 90 },
        safety: [{ snapshotId: 'snap-1', sentence: 'Snapshot snap-1 of claim shop/db-data is kept' }],
      },
    },
    'GET /routes/prod-to-dev/clones/c': {
      body: {
        ...ENDED,
        id: 'c',
        route: 'prod-to-dev',
        status: 'SUCCEEDED',
        asOf: ENDED.endedAt,
        mode: 'clone',
        request: { selection: { namespaces: ['shop'] }, migrate: { cutOver: 'on-approval' } },
        progress: { done: 0, failed: 0, running: 0 },
        steps: [],
        rounds: [
          { round: 1, startedAt: ENDED.startedAt, seconds: 300, bytes: 10 * 2 ** 30 },
          { round: 2, startedAt: ENDED.startedAt },
        ],
      },
    },
    'GET /routes/prod-to-dev/costs?months=6': {
      body: {
        route: 'prod-to-dev',
        months: [
          { month: '2026-11', clones: 12, failed: 1, dollars: 3.5 },
          { month: '2026-10', clones: 30, failed: 0, dollars: 9.25 },
          { month: '2026-09', clones: 1, failed: 0, dollars: 0.01 },
        ],
      },
    },
  };
});
afterAll(async () => {
  await browser?.close();
  await ui?.stop();
  api?.stop();
});
afterEach(async () => {
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});

const SIZES = [
  { width: 1280, dark: true },
  { width: 360, dark: false },
];
const enter = async (path: string, options: (typeof SIZES)[number]) => {
  visitor = await visit(browser, ui.url(), options);
  await visitor.page.goto(`${ui.origin}/#${path}`);
  return visitor;
};

it.each(SIZES)('asks for a migration of one workload, and says what becomes of it, at $width pixels', async (size) => {
  const { page, look } = await enter('/new', size);
  await page.getByRole('checkbox', { name: /shop$/ }).click();
  await page.getByRole('button', { name: 'Of shop' }).click();
  await page.getByRole('option', { name: 'Deployment web' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('The route masks the data of shop/db-data before anything of a clone starts.').waitFor();
  await page.getByRole('button', { name: 'What it is for' }).click();
  await page.getByRole('option', { name: 'new-storage' }).click();
  await page.getByRole('button', { name: 'Compare the copies with the source' }).click();
  await page.getByRole('option', { name: 'full' }).click();
  const minutes = page.getByLabel('Minutes that it may be down');
  await page.getByRole('radio', { name: 'and gives its volumes to the target' }).click();
  await page.getByRole('checkbox', { name: 'Keep the snapshots from before' }).click();
  await page.getByRole('radio', { name: 'is left when somebody approves it' }).click();
  await minutes.fill('5');
  await look('choices');
  const asked = {
    preset: 'new-storage',
    selection: { workload: 'Deployment/shop/web' },
    migrate: { cutOver: 'on-approval', maxDowntimeMinutes: 5 },
    proof: 'full',
  };
  await page.getByText('The same as a command and as JSON').click();
  expect(JSON.parse((await page.getByRole('region', { name: 'The request as JSON' }).textContent()) ?? '')).toEqual(
    asked,
  );
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Nothing is in the way').waitFor();
  await page.getByText('Masked before anything starts: 1 job').waitFor();
  await page.getByText('scrub (scrub:1) on shop/db-data').waitFor();
  await page.getByText('volumes.performance is "class", since that was said instead').waitFor();
  await page.getByText('Look at: IOPS and throughput of each volume').waitFor();
  await page.getByText('Copied with the workload, and why: 2 objects').click();
  await page.getByText('Service shop/web: Service web selects its pods').waitFor();
  await page.getByText('full, $0.02').waitFor();
  await look('plan of choices');
  expect(api.sent).toContainEqual(asked);
});

it.each(SIZES)('says what was masked, compared, and how long the source was down, at $width pixels', async (size) => {
  const { page, look } = await enter('/routes/prod-to-dev/runs/c/report', size);
  await page.getByText('scrub, shop/db-data: passed').waitFor();
  await page.getByText('4,096 blocks read on both sides, all equal').waitFor();
  await page.getByText('75 s (expected: 2 min)').waitFor();
  await page.getByText('Snapshot snap-1 of claim shop/db-data is kept').waitFor();
  await look('report of choices');
  await page.goto(`${ui.origin}/#/routes/prod-to-dev/runs/c`);
  await page.getByText('Rounds of the migration').waitFor();
  await page.getByText('10 GiB').waitFor();
  await look('rounds');
});

it.each(SIZES)('draws what each month has cost, beside the table, at $width pixels', async (size) => {
  const { page, look } = await enter('/costs', size);
  await page.getByRole('img', { name: 'Costs of prod-to-dev by month; the most in October 2026, $9.25.' }).waitFor();
  await look('costs', size.width === 1280);
});
