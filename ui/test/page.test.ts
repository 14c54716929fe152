import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Group } from '../../core/base/access/groups.ts';
import { linkBoth } from './console.ts';
import { callsFromElsewhere } from './other-origin.ts';
import { NIGHTLY, schedules } from './schedules.part.ts';
import { screens } from './screens.part.ts';
import { as, objectsOf, planShop, succeeded, tell } from './steps.ts';
import { startBrowser, type VisitOptions, type Visitor, visit } from './visitor.ts';
import { startWorld, type World } from './world.ts';

const CLONES = '/routes/prod-to-dev/clones';

let world: World;
let browser: Browser;
let open: Visitor[] = [];
beforeAll(async () => {
  // Of the app only the hub is there: the accounts are linked from the page.
  world = await startWorld({ linked: false });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
afterEach(async () => {
  for (const { complaints } of open) expect(complaints).toEqual([]);
  for (const visitor of open) await visitor.leave();
  open = [];
});

const enter = async (person: Group, path = '/', options: VisitOptions = {}): Promise<Visitor> => {
  const visitor = await visit(browser, world.ui.url(person), options);
  open.push(visitor);
  if (path !== '/') await visitor.page.goto(`${world.ui.origin}/#${path}`);
  return visitor;
};
let cloned = '';

describe('a developer', () => {
  it('links both accounts and clones a workload with its data in at most ten clicks, six of them for the clone', async () => {
    const began = Date.now();
    const visitor = await enter('developer');
    const { page, click, look } = visitor;
    await page.getByText('Nothing was cloned yet').waitFor({ timeout: 30_000 });
    await look('dashboard-empty');
    await linkBoth(visitor, world.cloud, () => look('accounts-not-linked', true));
    await click(page.getByRole('link', { name: 'Dashboard' }));
    const linked = visitor.clicks;
    await planShop(visitor, () => look('new-clone-target', true));
    await objectsOf(page).getByText('StatefulSet shop/orders').waitFor({ timeout: 30_000 });
    await look('new-clone-plan', true);
    await click(page.getByRole('button', { name: 'Clone', exact: true }));
    await page.getByText('Copy each volume').waitFor({ timeout: 90_000 });
    await look('run', true);
    cloned = page.url().split('/').at(-1) ?? '';
    await succeeded(page);
    tell(
      `Linking took ${linked} clicks, and the clone ${visitor.clicks - linked}; ${(Date.now() - began) / 1000} s, looks with axe among them.`,
    );
    expect(visitor.clicks).toBeLessThanOrEqual(10);
    expect(visitor.clicks - linked).toBeLessThanOrEqual(6);
    await look('run-over');
  });

  it('reads in the report each field that was changed, with the rule', async () => {
    const { page, look } = await enter('developer', `/routes/prod-to-dev/runs/${cloned}/report`);
    await page.getByText('Volume of the target').waitFor();
    await page.getByRole('searchbox', { name: 'Find an object' }).fill('StatefulSet shop/orders');
    const orders = objectsOf(page).getByRole('button', { name: 'StatefulSet shop/orders' });
    await orders.click();
    await page.getByText('/spec/volumeClaimTemplates/0/spec/storageClassName').first().waitFor();
    await page.getByText('- ebs\n+ gp3').first().waitFor();
    await look('report', true);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download it as one page' }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toBe(`${cloned}-report.html`);
    expect(readFileSync(await file.path(), 'utf8')).toContain('<!doctype html>');
  });

  it('sees the clone on the dashboard, by whom, how big and for how much', async () => {
    const { page, look } = await enter('developer');
    const row = page.getByRole('row').filter({ hasText: '3, 5 GiB' }).first();
    await row.waitFor();
    expect(await row.textContent()).toMatch(/succeeded.*\$0\.\d+.*developer/);
    await look('dashboard', true);
  });
});

it('loads no more script and style for the first screen than was promised', async () => {
  const { page } = await enter('viewer');
  await page.getByRole('heading', { name: 'prod-to-dev' }).waitFor();
  await page.waitForLoadState('networkidle');
  const sizes = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((each) => {
      const { name, encodedBodySize } = each as PerformanceResourceTiming;
      return { name: new URL(name).pathname, bytes: encodedBodySize };
    }),
  );
  const sum = (end: string) =>
    sizes.filter(({ name }) => name.endsWith(end)).reduce((all, { bytes }) => all + bytes, 0) / 1024;
  tell(`First screen: ${sum('.js').toFixed(0)} KiB of script, ${sum('.css').toFixed(0)} KiB of style, gzip.`);
  expect(sum('.js')).toBeGreaterThan(50);
  expect(sum('.js')).toBeLessThanOrEqual(215);
  expect(sum('.css')).toBeLessThanOrEqual(75);
});

describe('each of the people', () => {
  const SEE = ['See what the source has'];
  const DEVELOP = [...SEE, 'Check the route', 'Plan', 'Clone'];
  const OPERATE = [
    ...DEVELOP,
    'Stop a run',
    'Resume a stopped run',
    'Clean up after a run',
    'Roll a run back',
    'Take a capture',
    'Remove a capture',
    'Make a schedule',
    'Change a schedule',
    'Delete a schedule',
  ];

  // Promise: page-shows-own-rights
  it.each<[Group, string[]]>([
    ['viewer', SEE],
    ['developer', DEVELOP],
    ['approver', [...SEE, 'Approve or refuse']],
    ['operator', OPERATE],
  ])('%s sees and gets exactly their rights, and nothing on the way back', async (person, rights) => {
    const { page, look } = await enter(person, '/routes');
    await page.getByText('What I may do here').waitFor();
    const rows = await page
      .getByRole('row')
      .filter({ hasText: /yes\s*nothing$/ })
      .all();
    const told = await Promise.all(rows.map((row) => row.getByRole('rowheader').textContent()));
    expect(told).toEqual(rights);
    if (person === 'viewer') await look('routes-and-rights', true);
    for (const path of ['', '/clones', '/workloads']) {
      expect((await as(world.ui, person, 'GET', `/routes/dev-to-prod${path}`)).status).toBe(403);
    }
    const started = await as(world.ui, person, 'POST', '/routes/prod-to-dev/plans', { '': 0 });
    expect(started.status).toBe(rights.includes('Plan') ? 400 : 403);
  });

  it('is not offered what IAM refuses', async () => {
    const { page } = await enter('viewer');
    await page.getByText('succeeded').first().waitFor();
    await page.getByRole('main').getByRole('link', { name: 'New clone' }).waitFor({ state: 'detached' });
  });

  it('is told the line that is missing where they may not plan', async () => {
    const { page, look } = await enter('viewer', '/new');
    await page.getByText('POST/routes/prod-to-dev/plans').waitFor();
    await look('forbidden');
  });
});

describe('an approver and an operator', () => {
  let id = '';

  it('looks at the plan that waits, and approves it', async () => {
    const request = {
      selection: { namespaces: ['shop'] },
      mappings: { namespaces: { shop: 'shop-b' } },
      approval: true,
    };
    id = (await as(world.ui, 'developer', 'POST', CLONES, request)).body.id;
    const { page, look } = await enter('approver', `/routes/prod-to-dev/runs/${id}`);
    await page.getByRole('button', { name: 'Approve' }).waitFor({ timeout: 90_000 });
    await objectsOf(page).getByText('StatefulSet shop/orders').waitFor({ timeout: 60_000 });
    await look('approval', true);
    await page.getByLabel('Reason').fill('looks right');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText(/^Approved by .*user\/approver.*: looks right$/).waitFor({ timeout: 60_000 });
  });

  it('says that what is shown is old while the hub is away, survives a reload, and continues by itself', async () => {
    const { page } = await enter('viewer', `/routes/prod-to-dev/runs/${id}`);
    await page.getByRole('heading', { name: 'Steps' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Steps' }).waitFor();
    await page.route('**/api/routes/**', (route) => route.abort());
    await page.getByText(/^As of .*; trying again\.$/).waitFor({ timeout: 30_000 });
    await page.getByRole('heading', { name: 'Steps' }).waitFor();
    await page.unroute('**/api/routes/**');
    await page.getByText(/^As of .*; trying again\.$/).waitFor({ state: 'detached', timeout: 30_000 });
    open.at(-1)!.complaints.length = 0;
  });

  it('stops the run and rolls it back, after a look at what goes', async () => {
    const { page, look } = await enter('operator', `/routes/prod-to-dev/runs/${id}`);
    await page.getByRole('heading', { name: 'Steps' }).waitFor();
    const stop = page.getByRole('button', { name: 'Stop' });
    if (await stop.isVisible()) await stop.click();
    await page.getByRole('button', { name: 'Roll back' }).click({ timeout: 60_000 });
    await page
      .getByRole('dialog')
      .getByText(/^Goes for good from dev in account 444455556666: /)
      .waitFor();
    await look('roll-back', true);
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('heading', { name: 'Steps of the roll-back' }).waitFor({ timeout: 60_000 });
  });
});

schedules({ enter, world: () => world });
screens({ enter, world: () => world, cloned: () => cloned });

it('deletes a schedule', async () => {
  const { page } = await enter('operator', '/routes/prod-to-dev/schedules/nightly');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Nothing runs by itself here').waitFor();
  expect((await as(world.ui, 'viewer', 'GET', NIGHTLY)).status).toBe(404);
});

it('checks both accounts, and says that all is well', async () => {
  const { page, look } = await enter('developer', '/accounts');
  await expect.poll(() => page.getByText('linked', { exact: true }).count(), { timeout: 30_000 }).toBe(2);
  await page.getByRole('button', { name: 'Check everything' }).click();
  await page.getByText(/^All \d+ checks are well$/).waitFor({ timeout: 60_000 });
  await look('accounts', true);
});

// Promise: page-is-of-this-machine
it('lets a page of another origin start nothing, though it knows the very token', async () => {
  const before = (await as(world.ui, 'viewer', 'GET', CLONES)).body.clones.length;
  for (const got of await callsFromElsewhere(browser, world.ui)) expect(['refused', 'nothing readable']).toContain(got);
  expect((await as(world.ui, 'viewer', 'GET', CLONES)).body.clones.length).toBe(before);
});
