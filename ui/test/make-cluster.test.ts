import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { succeeded, tabTo } from './steps.ts';
import { startBrowser, visit } from './visitor.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let browser: Browser;
beforeAll(async () => {
  world = await startWorld({ targetCluster: false });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

it('clones by the keyboard alone into a cluster that the run makes, at 360 pixels in dark colours', async () => {
  const { page, look, complaints, leave } = await visit(browser, world.ui.url('developer'), { width: 360, dark: true });
  await page.getByText('Nothing was cloned yet').waitFor({ timeout: 30_000 });
  await tabTo(page, 'link', 'New clone');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Namespaces shop' }).waitFor({ timeout: 60_000 });
  await tabTo(page, 'checkbox', 'Namespaces shop');
  await page.keyboard.press('Space');
  await tabTo(page, 'button', 'Next');
  await page.keyboard.press('Enter');
  await page.getByText('dev does not exist').waitFor();
  await look('the target to be made');
  await tabTo(page, 'checkbox', 'Make the cluster');
  await page.keyboard.press('Space');
  await tabTo(page, 'button', 'Next');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing is in the way').waitFor({ timeout: 120_000 });
  await look('the plan with a cluster');
  await tabTo(page, 'button', 'Clone');
  await page.keyboard.press('Enter');
  await succeeded(page);
  await look('the run with a cluster');
  expect(complaints).toEqual([]);
  await leave();
});
