import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { planShop, succeeded } from '../steps.ts';
import { startBrowser, type Visitor, visit } from '../visitor.ts';
import { type HostedWorld, PAGE, startHostedWorld } from './hosted-world.ts';
import type { Lies } from './issuer.ts';

let world: HostedWorld;
let browser: Browser;
let visitor: Visitor | undefined;
beforeAll(async () => {
  world = await startHostedWorld();
  browser = await startBrowser(world.hosts);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
afterEach(async () => {
  world.issuer.lies = {};
  world.pool.seconds = 3600;
  expect(visitor?.complaints ?? []).toEqual([]);
  await visitor?.leave();
});

it('is put into the bucket by the command, which says that the API lets it in', () => {
  expect(world.published).toMatchObject({ url: PAGE, letIn: true });
  expect(world.published.files).toBeGreaterThan(5);
});

/** To the issuer, and back from it as somebody. */
async function signIn(name: string, path = ''): Promise<Visitor> {
  visitor = await visit(browser, `${PAGE}/${path}`);
  await visitor.click(visitor.page.getByRole('link', { name: `I am ${name}` }));
  return visitor;
}

describe('somebody without AWS tools', () => {
  // Promise: hosted-keeps-no-token
  it('signs in at the issuer, clones with the rights of their group and by their name, and signs out', async () => {
    const signedIn = await signIn('ann', '#/accounts');
    const { page, click, look } = signedIn;
    // Back to where they wanted to go, without the code in the address.
    await page.getByRole('heading', { name: 'Accounts' }).first().waitFor({ timeout: 30_000 });
    expect(page.url()).toBe(`${PAGE}/#/accounts`);
    await page.getByText('ann@example.test, account 111122223333').waitFor();
    await click(page.getByRole('link', { name: 'Dashboard' }));
    await page.getByText('Nothing was cloned yet').waitFor({ timeout: 30_000 });
    await planShop(signedIn);
    await click(page.getByRole('button', { name: 'Clone', exact: true }));
    await succeeded(page);
    await page.getByText('0a1b-ann').first().waitFor();
    await look('run, hosted');
    // What her group lacks is not offered.
    expect(await page.getByRole('button', { name: 'Roll back' }).count()).toBe(0);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]),
    );
    expect(kept).toBe('[{},{},""]');
    expect(await page.content()).not.toContain(world.issuer.tokens.at(-1));
    await click(page.getByRole('button', { name: 'Sign out' }));
    await page.getByText('You are signed out').waitFor({ timeout: 30_000 });
    await look('signed out');
    await click(page.getByRole('button', { name: 'Sign in' }));
    await page.getByRole('link', { name: 'I am ann' }).waitFor();
  });

  it('hears that none of their groups has a role', async () => {
    const { page, look } = await signIn('bob');
    await page
      .getByText('none of their groups (all) has a role here. Ask to be put into a group of ui.groups')
      .waitFor();
    await look('no role');
  });

  it('hears when the sign-in has ended, and signs in again', async () => {
    const now = Math.floor(Date.now() / 1000);
    world.issuer.lies = { claims: { exp: now + 6 } };
    world.pool.seconds = 6;
    const { page, click } = await signIn('ann');
    await page.getByText('prod-to-dev').first().waitFor({ timeout: 30_000 });
    await page.waitForTimeout(6_500);
    await click(page.getByRole('link', { name: 'Costs' }));
    await page.getByText('Your sign-in has ended.').first().waitFor({ timeout: 30_000 });
    world.issuer.lies = {};
    await click(page.getByRole('button', { name: 'Sign in again' }).first());
    await page.getByRole('link', { name: 'I am ann' }).waitFor();
  });
});

const past = Math.floor(Date.now() / 1000) - 3600;
it.each<[string, Lies, RegExp]>([
  ['another state', { state: 'of-somebody-else' }, /belongs to no sign-in of this tab: its state is another one/],
  ['another nonce', { claims: { nonce: 'of-somebody-else' } }, /belongs to another sign-in: its nonce is another one/],
  ['an expired token', { claims: { exp: past } }, /has expired, or the clock of this machine is wrong/],
  [
    'a token of another issuer',
    { claims: { iss: 'https://evil.example.test' } },
    /calls itself https:\/\/evil\.example\.test/,
  ],
  ['a token for another application', { claims: { aud: 'another' } }, /is for another application than kubeferry-page/],
  ['a refusal', { error: 'access_denied' }, /The issuer refused it: access_denied/],
])('uses nothing of an answer with %s, and says what to do', async (_, lies, sentence) => {
  world.issuer.lies = lies;
  const { page, look } = await signIn('ann');
  await page.getByText(sentence).waitFor({ timeout: 30_000 });
  await look('refused sign-in');
  expect(page.url()).toBe(`${PAGE}/`);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

it('asks nothing of an issuer that calls itself otherwise', async () => {
  world.issuer.lies = { issuer: 'https://evil.example.test' };
  visitor = await visit(browser, `${PAGE}/`);
  await visitor.page.getByText('calls itself https://evil.example.test').waitFor({ timeout: 30_000 });
});

it('takes no code that it has not asked for', async () => {
  visitor = await visit(browser, `${PAGE}/?code=stolen&state=any`);
  await visitor.page.getByText('belongs to no sign-in of this tab').waitFor({ timeout: 30_000 });
});
