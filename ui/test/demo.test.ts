import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser, visit } from './visitor.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let browser: Browser;
beforeAll(async () => {
  world = await startWorld();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

it('clones a workload in a handful of clicks', async () => {
  const began = Date.now();
  const visitor = await visit(browser, world.ui.url('developer'));
  const { page, click, look } = visitor;
  await page.getByText('Nothing was cloned yet').waitFor({ timeout: 30_000 });
  await look('dashboard-empty', true);
  await click(page.getByRole('main').getByRole('link', { name: 'New clone' }));
  await page.getByRole('checkbox', { name: 'shop', exact: true }).waitFor({ timeout: 60_000 });
  await look('new-clone-workload', true);
  await click(page.getByRole('checkbox', { name: 'shop', exact: true }));
  await click(page.getByRole('button', { name: 'Next' }));
  await page.getByText('dev exists').waitFor();
  await look('new-clone-target', true);
  await click(page.getByRole('button', { name: 'Next' }));
  await page.getByText('Nothing is in the way').waitFor({ timeout: 60_000 });
  await look('new-clone-plan', true);
  await click(page.getByRole('button', { name: 'Clone', exact: true }));
  await page.getByRole('heading', { name: 'Steps' }).waitFor();
  await page.getByText('Copy each volume').waitFor({ timeout: 60_000 });
  await look('run', true);
  await page.locator('[aria-live=polite]', { hasText: 'succeeded' }).first().waitFor({ timeout: 120_000 });
  const seconds = (Date.now() - began) / 1000;
  await look('run-over', true);
  await page.getByRole('link', { name: /^Report/ }).click();
  await page.getByRole('heading', { name: /^Report of/ }).waitFor();
  await page.getByText('Volume of the target').waitFor();
  await look('report', true);
  process.stderr.write(`The demo took ${visitor.clicks} clicks and ${seconds} s.\n`);
  expect(visitor.clicks).toBeLessThanOrEqual(6);
  expect(visitor.complaints).toEqual([]);
});
