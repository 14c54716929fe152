import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { CANARY } from './world.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PICTURES = 'docs/ui';

/** `hosts` are names that lead to ports of this machine. */
export const startBrowser = (hosts: Record<string, number> = {}): Promise<Browser> => {
  const rules = Object.entries(hosts).map(([host, port]) => `MAP ${host} 127.0.0.1:${port}`);
  const args = ['--no-sandbox', '--disable-gpu', `--host-resolver-rules=${rules.join(',')}`];
  return chromium.launch({ executablePath: CHROMIUM, args });
};

export interface VisitOptions {
  width?: number;
  dark?: boolean;
}

/** Somebody at the page, whose clicks are counted, and who looks at each screen with axe's eyes as well. */
export interface Visitor {
  page: Page;
  clicks: number;
  /** What the browser has complained of: violations of the policy, and errors of the page. */
  complaints: string[];
  click(what: Locator): Promise<void>;
  /** Fails on what axe finds, on a page that scrolls sideways, and on a secret; keeps a picture where one is wanted. */
  look(screen: string, picture?: boolean): Promise<void>;
  leave(): Promise<void>;
}

export async function visit(
  browser: Browser,
  url: string,
  { width = 1280, dark = false }: VisitOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    bypassCSP: false,
    // Servers that play others on this machine sign their certificates themselves.
    ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  const visitor: Visitor = {
    page,
    clicks: 0,
    complaints: [],
    click: async (what) => {
      await what.click();
      visitor.clicks += 1;
    },
    look: (screen, picture) => look(page, `${screen} at ${width}${dark ? ', dark' : ''}`, picture ? screen : undefined),
    leave: () => context.close(),
  };
  page.on('console', (message) => {
    // A refusal by status is an answer, and no fault of the page.
    if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text()))
      visitor.complaints.push(message.text());
  });
  page.on('pageerror', (error) => visitor.complaints.push(error.message));
  await page.goto(url);
  return visitor;
}

async function look(page: Page, screen: string, picture?: string): Promise<void> {
  // By the debugger, which the policy of the page does not concern.
  await page.evaluate(axe);
  const found = await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: { run(node: Document, options: object): Promise<AxeResult> } };
    const { violations } = await axe.run(document, { runOnly: rules });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }, RULES);
  expect(found, `axe on ${screen}`).toEqual([]);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(beyond, `pixels beyond the width of ${screen}`).toBeLessThanOrEqual(0);
  expect(await page.content(), `secret on ${screen}`).not.toContain(CANARY);
  const album = process.env.KUBEFERRY_PICTURES;
  if (album) await page.screenshot({ path: `${album}/${screen.replaceAll(/[^\w]+/g, '-')}.png`, fullPage: true });
  if (picture) {
    mkdirSync(PICTURES, { recursive: true });
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `${PICTURES}/${picture}.png`, clip: { x: 0, y: 0, width: 1280, height: 720 } });
  }
}

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}
