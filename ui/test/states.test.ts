import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { CommandEnd, EXIT } from '../../cli/exit-codes.ts';
import { currentUi } from '../../cli/ui/ui-files.ts';
import { startUi, type Ui } from '../../cli/ui/ui-server.ts';
import { type FakeApi, startFakeApi } from '../../test/cli/commands/fake-api.ts';
import { mayAll } from './may.ts';
import { startBrowser, type Visitor, visit } from './visitor.ts';

const PLACE = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
const ROUTE = {
  name: 'prod-to-dev',
  source: PLACE,
  target: { ...PLACE, cluster: 'dev' },
  mayQuiesce: false,
  limits: { namespaces: ['shop'] },
  approval: 'optional',
  whenChanged: 'refuse',
  kmsKeyArn: 'arn',
  createsCluster: false,
  connectors: [],
  defaults: {},
};
const RUNS = 'GET /routes/prod-to-dev/clones?limit=8';
const SUMMARY = 'GET /routes/prod-to-dev/summary';
const summary = {
  route: 'prod-to-dev',
  asOf: '2026-11-30T09:00:00Z',
  running: 0,
  waiting: [],
  failedThisWeek: 0,
  month: { month: '2026-11', clones: 0, failed: 0, dollars: 0 },
};
const problem = (status: number, name: string, detail: string, problems: object[] = []) => ({
  status,
  body: { type: `urn:kubeferry:problem:${name}`, title: name, status, detail, problems },
});

let api: FakeApi;
let ui: Ui;
let browser: Browser;
let visitor: Visitor;
let expired = false;
beforeAll(async () => {
  api = await startFakeApi();
  const located = async () => {
    if (expired) throw new CommandEnd(EXIT.badInput, 'kubeferry: the session has expired.');
    return { api: api.url, region: 'eu-west-1', credentials: async () => ({ accessKeyId: 'A', secretAccessKey: 's' }) };
  };
  ui = await startUi({ folder: currentUi(() => {}), port: 0, people: { ann: located } });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await ui?.stop();
  api?.stop();
});
beforeEach(() => {
  expired = false;
  api.forget();
  api.answers = {
    ...mayAll('prod-to-dev'),
    'GET /me': { body: { person: 'ann', account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ann' } },
    'GET /routes': { body: { routes: [ROUTE] } },
    [RUNS]: { body: { clones: [] } },
    [SUMMARY]: { body: summary },
  };
});
afterEach(() => visitor?.leave());

const open = async (path = '/') => {
  visitor = await visit(browser, ui.url());
  if (path !== '/') await visitor.page.goto(`${ui.origin}/#${path}`);
  return visitor;
};

it('says what to do first where no route is deployed', async () => {
  api.answers['GET /routes'] = { body: { routes: [] } };
  const { page, look } = await open();
  await page.getByText('Add one in kubeferry.config.ts').waitFor();
  await look('no-route');
});

it('tells every mistake at its place, and tries again when it is asked to', async () => {
  api.answers[RUNS] = problem(400, 'invalid-request', 'The request has a mistake.', [
    { at: 'query.limit', message: 'It is too large.' },
  ]);
  const { page, click, look } = await open();
  await page.getByText('query.limit').waitFor();
  await look('refused');
  api.answers[RUNS] = { body: { clones: [] } };
  await click(page.getByRole('button', { name: 'Try again' }));
  await page.getByText('Nothing was cloned yet').waitFor();
});

it('names the missing right where IAM refuses, as API Gateway answers it', async () => {
  api.answers[RUNS] = { status: 403, body: { message: 'Forbidden' } };
  const { page, look } = await open();
  await page.getByText('execute-api:Invoke …/$default/GET/routes/prod-to-dev/clones').waitFor();
  await look('forbidden-runs');
});

it('tells what AWS refused the hub, and takes it for no missing right of whoever looks', async () => {
  const sentence = 'The hub may not look into prod: deploy its stack again: npx cdk deploy kubeferry-source-2.';
  api.answers['GET /routes/prod-to-dev/workloads?limit=50&q='] = problem(403, 'access-denied', sentence);
  const { page, look } = await open('/new');
  await page.getByText(sentence).waitFor();
  expect(await page.getByText('You may not do that here').count()).toBe(0);
  await look('refused-hub');
});

it('offers nothing as long as nobody says what one may, and says so', async () => {
  api.answers['POST /routes/prod-to-dev/clones'] = problem(503, 'unavailable', 'AWS failed on its side.');
  const { page, click, look } = await open('/new');
  await page.getByText('AWS failed on its side.').waitFor({ timeout: 30_000 });
  await look('unknown-rights');
  Object.assign(api.answers, mayAll('prod-to-dev'));
  await click(page.getByRole('button', { name: 'Try again' }));
  await page.getByText('Looking at prod').waitFor();
});

it('asks again by itself where API Gateway has had too many questions', async () => {
  api.answers['POST /routes/prod-to-dev/plans'] = { status: 429, body: { message: 'Too Many Requests' } };
  const { page } = await open('/new');
  await expect.poll(() => api.asked).toContain('POST /routes/prod-to-dev/plans');
  Object.assign(api.answers, mayAll('prod-to-dev'));
  await page.getByText('Looking at prod').waitFor({ timeout: 10_000 });
});

it('continues by itself once there are credentials again', async () => {
  expired = true;
  const { page, look } = await open();
  await page.getByText('Your credentials are gone').first().waitFor();
  await page.getByText('aws sso login').first().waitFor();
  await look('no-credentials');
  expired = false;
  await page.getByText('Nothing was cloned yet').waitFor({ timeout: 30_000 });
});

it('names the one feature that an older hub lacks', async () => {
  const report = {
    cloneId: 'c',
    status: 'SUCCEEDED',
    startedAt: '2026-11-30T09:00:00Z',
    endedAt: '2026-11-30T09:01:00Z',
  };
  api.answers['GET /routes/prod-to-dev/clones/c/report'] = {
    body: { ...report, objects: {}, volumes: [], findings: [], complete: true },
  };
  api.answers['GET /routes/prod-to-dev/clones/c/objects?limit=50'] = { status: 404, body: { message: 'Not Found' } };
  const { page, look } = await open('/routes/prod-to-dev/runs/c/report');
  await page.getByText('The hub is older than this page').waitFor();
  await look('older-hub');
});

it('shows thousands of objects a page at a time, each next page within a second', async () => {
  const ref = (number: number) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'shop',
    name: `settings-${number}`,
  });
  const page50 = (from: number) =>
    Array.from({ length: 50 }, (_, at) => ({ ref: ref(from + at), outcome: 'apply', changes: [], findings: [] }));
  const facets = {
    objects: 20_000,
    outcome: { apply: 20_000 },
    kind: {},
    namespace: {},
    rule: {},
    severity: {},
    result: {},
  };
  const report = {
    cloneId: 'c',
    status: 'SUCCEEDED',
    startedAt: '2026-11-30T09:00:00Z',
    endedAt: '2026-11-30T09:01:00Z',
  };
  const objects = 'GET /routes/prod-to-dev/clones/c/objects?limit=50';
  Object.assign(api.answers, {
    'GET /routes/prod-to-dev/clones/c/report': {
      body: { ...report, objects: {}, volumes: [], findings: [], complete: true },
    },
    [objects]: { body: { of: 'run', objects: page50(0), facets, next: 'run.0.50' } },
    [`${objects}&next=run.0.50`]: { body: { of: 'run', objects: page50(50), next: 'run.0.100' } },
  });
  const { page, click } = await open('/routes/prod-to-dev/runs/c/report');
  await page.getByText('ConfigMap shop/settings-49').waitFor();
  const began = performance.now();
  await click(page.getByRole('button', { name: 'Show more' }));
  await page.getByText('ConfigMap shop/settings-99').waitFor();
  const milliseconds = performance.now() - began;
  process.stderr.write(`The next page of 20,000 objects took ${milliseconds.toFixed(0)} ms.\n`);
  expect(milliseconds).toBeLessThan(1_000);
});

const SCREENS: [path: string, request: string][] = [
  ['/', RUNS],
  ['/', SUMMARY],
  ['/new', 'GET /routes/prod-to-dev/workloads?limit=50&q='],
  ['/schedules', 'GET /routes/prod-to-dev/schedules'],
  ['/routes/prod-to-dev/schedules/nightly', 'GET /routes/prod-to-dev/schedules/nightly'],
  ['/costs', 'GET /routes/prod-to-dev/costs?months=6'],
  ['/routes/prod-to-dev/runs/c', 'GET /routes/prod-to-dev/clones/c'],
  ['/routes/prod-to-dev/runs/c/report', 'GET /routes/prod-to-dev/clones/c/report'],
  ['/accounts', 'GET /routes'],
  ['/accounts', 'GET /routes/prod-to-dev/members'],
  ['/routes', 'GET /routes'],
];

it.each(SCREENS)('says on %s that %s failed, that IAM refused it, or that the hub is older', async (path, request) => {
  api.answers[request] = problem(409, 'not-in-this-state', 'It is not in a state for this.');
  const { page, look } = await open(path);
  const main = page.getByRole('main');
  await main.getByText('It is not in a state for this.').waitFor();
  await look(`failed ${path}`);
  api.answers[request] = { status: 403, body: { message: 'Forbidden' } };
  await main.getByRole('button', { name: 'Try again' }).first().click();
  await main
    .getByText(/^execute-api:Invoke …\/\$default\/GET\/routes/)
    .first()
    .waitFor();
  api.answers[request] = { status: 404, body: { message: 'Not Found' } };
  await page.reload();
  await main.getByText('The hub is older than this page').first().waitFor();
});
