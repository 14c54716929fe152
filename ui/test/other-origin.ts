import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';

/** What a page of another origin gets that calls the API behind ours: to read, with the token, and without asking first. */
export async function callsFromElsewhere(browser: Browser, ui: { origin: string; token: string }): Promise<string[]> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const got = await page.evaluate(
    async ([origin, token]) => {
      const tries: RequestInit[] = [
        {},
        { headers: { 'x-kubeferry-token': token ?? '' } },
        { method: 'POST', mode: 'no-cors', body: '{"selection":{"namespaces":["shop"]}}' },
      ];
      const answers = tries.map((init) =>
        fetch(`${origin}/api/routes/prod-to-dev/clones`, init).then(
          ({ type }) => (type === 'opaque' ? 'nothing readable' : type),
          () => 'refused',
        ),
      );
      return Promise.all(answers);
    },
    [ui.origin, ui.token],
  );
  await page.close();
  server.close();
  return got;
}
