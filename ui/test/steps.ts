/** What people do on the page, as tests need it again and again. */
import type { Page } from 'playwright-core';
import type { Ui } from '../../cli/ui/ui-server.ts';
import type { Group } from '../../core/base/access/groups.ts';
import type { VisitOptions, Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** What the parts of a test share: who enters, and where. */
export interface Visit {
  enter(person: Group, path?: string, options?: VisitOptions): Promise<Visitor>;
  world(): World;
}

/** From any page to the plan of a clone of the namespace shop. */
export async function planShop({ page, click }: Visitor, before: () => Promise<void> = async () => {}): Promise<void> {
  await click(page.getByRole('main').getByRole('link', { name: 'New clone' }));
  const shop = page.getByRole('checkbox', { name: 'shop', exact: true });
  await shop.waitFor({ timeout: 60_000 });
  await click(shop);
  await click(page.getByRole('button', { name: 'Next' }));
  await before();
  await click(page.getByRole('button', { name: 'Next' }));
  await page.getByText('Nothing is in the way').waitFor({ timeout: 90_000 });
}

export const succeeded = (page: Page) =>
  page.locator('[aria-live=polite]', { hasText: 'succeeded' }).first().waitFor({ timeout: 150_000 });

/** A call to the hub through the page's server, as somebody, without a browser. */
export async function as(ui: Ui, person: Group, method: string, path: string, body?: unknown): Promise<Answered> {
  const headers = { 'x-kubeferry-token': ui.token, 'x-kubeferry-person': person };
  const answer = await fetch(`${ui.origin}/api${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

interface Answered {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of the API, each as docs/openapi.json has it
  body: any;
}

/** Reaches a control by the keyboard alone, as somebody does who cannot point. */
export async function tabTo(page: Page, role: string, name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const target = page.locator(`:focus`);
    if (
      (await page
        .getByRole(role as 'button', { name, exact: true })
        .and(target)
        .count()) > 0
    )
      return;
  }
  throw new Error(`No ${role} "${name}" is reached by the Tab key.`);
}

/** The list of objects, without the findings beside it. */
export const objectsOf = (page: Page) => page.getByRole('region', { name: 'Objects, and what changes in each' });

export const tell = (text: string) => process.stderr.write(`${text}\n`);
