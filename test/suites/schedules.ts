import { beforeAll, describe, expect, it } from 'vitest';
import type { Schedules } from '../../core/base/ports/schedules.ts';

const ROUTE = 'prod-to-dev';
const nightly = {
  name: 'nightly',
  expression: 'cron(0 2 * * ? *)',
  timeZone: 'Europe/Berlin',
  windowMinutes: 30,
  enabled: true,
  input: '{"schedule":"nightly","scheduledTime":"<aws.scheduler.scheduled-time>","onConflict":"update"}',
  description: 'Made by a test',
};

/** What every Schedules promises. `open` gives the empty groups of the routes prod-to-dev and prod-to-qa. */
export function schedulesSuite(kind: string, open: () => Promise<Schedules>) {
  describe(`schedules: ${kind}`, () => {
    let schedules: Schedules;
    beforeAll(async () => {
      schedules = await open();
    });

    it('gives back what was written, with the time of it', async () => {
      expect(await schedules.create(ROUTE, nightly)).toBe('created');
      const stored = await schedules.get(ROUTE, 'nightly');
      expect(stored).toMatchObject(nightly);
      expect(stored!.madeAt).toBeInstanceOf(Date);
      expect(stored!.changedAt).toEqual(stored!.madeAt);
    });

    it('keeps a name for one schedule of a route', async () => {
      expect(await schedules.create(ROUTE, { ...nightly, expression: 'rate(1 day)' })).toBe('taken');
      expect(await schedules.get(ROUTE, 'nightly')).toMatchObject(nightly);
      expect(await schedules.get('prod-to-qa', 'nightly')).toBeUndefined();
    });

    it('makes one schedule when its creation is sent again under the same token', async () => {
      const again = { ...nightly, name: 'again' };
      expect(await schedules.create(ROUTE, again, 'token-1')).toBe('created');
      expect(await schedules.create(ROUTE, again, 'token-1')).toBe('created');
      expect(await schedules.create(ROUTE, { ...again, timeZone: 'UTC' }, 'token-1')).toBe('taken');
      expect(await schedules.create(ROUTE, again, 'token-2')).toBe('taken');
    });

    it('replaces the whole, and keeps when it was made', async () => {
      const before = await schedules.get(ROUTE, 'nightly');
      const { windowMinutes: _, ...weekly } = { ...nightly, expression: 'cron(0 4 ? * SUN *)', enabled: false };
      expect(await schedules.replace(ROUTE, weekly)).toBe(true);
      const after = await schedules.get(ROUTE, 'nightly');
      expect(after).toMatchObject(weekly);
      expect(after).not.toHaveProperty('windowMinutes');
      expect(after!.madeAt).toEqual(before!.madeAt);
    });

    it('says what does not exist', async () => {
      expect(await schedules.get(ROUTE, 'nobody')).toBeUndefined();
      expect(await schedules.replace(ROUTE, { ...nightly, name: 'nobody' })).toBe(false);
      expect(await schedules.delete(ROUTE, 'nobody')).toBe(false);
    });

    it('deletes once, and the name is free again', async () => {
      expect(await schedules.delete(ROUTE, 'again')).toBe(true);
      expect(await schedules.delete(ROUTE, 'again')).toBe(false);
      expect(await schedules.create(ROUTE, { ...nightly, name: 'again' })).toBe('created');
    });

    it('lists the names of one route by pages', async () => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      for (const name of names) await schedules.create('prod-to-qa', { ...nightly, name });
      const found: string[] = [];
      let next: string | undefined;
      do {
        const page = await schedules.list('prod-to-qa', { limit: 2, next });
        expect(page.names.length).toBeLessThanOrEqual(2);
        found.push(...page.names);
        next = page.next;
      } while (next);
      expect(found).toEqual(names);
    });

    it.each(['garbage', ''])('refuses "%s" as the beginning of a page, which no answer gave', async (next) => {
      const page = schedules.list('prod-to-qa', { limit: 2, next });
      await expect(page).rejects.toMatchObject({ name: 'InvalidRequest' });
    });
  });
}
