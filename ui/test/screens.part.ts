import { describe, it } from 'vitest';
import type { Group } from '../../core/base/access/groups.ts';
import type { Visit } from './steps.ts';

/** Each screen, at the sizes and colours that people have; `cloned` is a run that succeeded. */
export function screens({ enter, world, cloned }: Visit & { cloned: () => string }): void {
  describe('every screen can be read, scrolls no way but down, and has no fault of accessibility', () => {
    it.each([
      { width: 1280, dark: false },
      { width: 1280, dark: true },
      { width: 360, dark: false },
      { width: 360, dark: true },
    ])('at $width pixels, dark: $dark', async (options) => {
      const screens: [string, string | RegExp, Group?][] = [
        ['/', 'succeeded'],
        ['/new', 'Namespaces of prod'],
        [`/routes/prod-to-dev/runs/${cloned()}`, 'Copy each volume'],
        [`/routes/prod-to-dev/runs/${cloned()}/report`, 'Volume of the target'],
        ['/schedules', /Times in/],
        ['/new-schedule/prod-to-dev', 'Namespaces of prod'],
        ['/routes/prod-to-dev/schedules/nightly', 'Its last runs'],
        ['/accounts', 'its stack is of the version of the hub'],
        ['/routes', 'What I may do here'],
        ['/costs', /\$0\.\d\d/],
        ['/nowhere', 'There is no such page'],
      ];
      const { page, look } = await enter('operator', '/', options);
      for (const [path, text] of screens) {
        await page.goto(`${world().ui.origin}/#${path}`);
        await page.getByText(text).first().waitFor({ timeout: 60_000 });
        await look(path);
      }
    });
  });
}
