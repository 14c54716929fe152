import { describe, expect, it } from 'vitest';
import { as, type Visit } from './steps.ts';

export const NIGHTLY = '/routes/prod-to-dev/schedules/nightly';

/** Schedules as people make, change and see them on the page. */
export function schedules({ enter, world }: Visit): void {
  describe('schedules', () => {
    it('are made from the page in three steps, with what to clone, where to, and when', async () => {
      const { page, look, click } = await enter('operator', '/schedules');
      await page.getByText('Nothing runs by itself here').waitFor();
      await look('schedules-empty');
      await click(page.getByRole('link', { name: 'New schedule' }));
      const shop = page.getByRole('checkbox', { name: 'shop', exact: true });
      await shop.waitFor({ timeout: 60_000 });
      await click(shop);
      await click(page.getByRole('button', { name: 'Next' }));
      await click(page.getByRole('button', { name: 'Next' }));
      await page.getByLabel('Name').fill('Nightly!');
      await page.getByLabel('Time zone').fill('Europe/Berlin');
      await page.getByText(/^Next, by your clock: /).waitFor();
      await click(page.getByRole('button', { name: 'Make the schedule' }));
      await page.getByText('a schedule name has lower-case letters').first().waitFor();
      await look('new-schedule', true);
      await page.getByLabel('Name').fill('nightly');
      await click(page.getByRole('button', { name: 'Make the schedule' }));
      await page
        .getByText(/02:00 in Europe\/Berlin/)
        .first()
        .waitFor();
      await look('schedules', true);
      expect((await as(world().ui, 'viewer', 'GET', NIGHTLY)).body).toMatchObject({
        origin: 'api',
        enabled: true,
        expression: 'cron(0 2 * * ? *)',
        request: { selection: { namespaces: ['shop'] }, onConflict: 'refresh' },
      });
    });

    it('are paused by a switch, and changed on a page of their own', async () => {
      const { page, look } = await enter('operator', '/schedules');
      await page.getByRole('checkbox', { name: 'Schedule nightly is on' }).click();
      await expect.poll(async () => (await as(world().ui, 'viewer', 'GET', NIGHTLY)).body.enabled).toBe(false);
      await page.getByRole('link', { name: 'nightly', exact: true }).click();
      await page.getByRole('radio', { name: 'every week' }).click();
      await page.getByLabel('At (hour:minute)').fill('3:30');
      await look('one-schedule', true);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('cron(30 3 ? * SUN *) in Europe/Berlin').first().waitFor();
    });

    it('are shown to whoever may not change them, without the buttons', async () => {
      const { page } = await enter('developer', '/routes/prod-to-dev/schedules/nightly');
      await page.getByText('It has started nothing in the last 30 days.').waitFor();
      for (const name of ['Save', 'Delete']) expect(await page.getByRole('button', { name }).count()).toBe(0);
      await page.goto(`${world().ui.origin}/#/new-schedule/prod-to-dev`);
      await page.getByText('POST/routes/prod-to-dev/schedules').waitFor();
    });
  });
}
