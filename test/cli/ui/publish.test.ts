import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isLetIn } from '../../../cli/ui/let-in.ts';
import { publishedFiles } from '../../../cli/ui/published-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeferry-published-'));
beforeAll(() => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><div id="root"></div>');
  writeFileSync(join(folder, 'assets/main-1.js'), 'let a = 1;');
  writeFileSync(join(folder, 'assets/main-1.css'), 'a {}');
  writeFileSync(join(folder, 'notes.txt'), 'not of the page');
});
afterAll(() => rmSync(folder, { recursive: true }));

it('publishes what the page asks for before the page itself, which is never kept by a cache', () => {
  const files = publishedFiles(folder, '{}');
  expect(files.map(({ key, contentType, cacheControl }) => [key, contentType, cacheControl])).toEqual([
    ['assets/main-1.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['assets/main-1.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['index.html', 'text/html; charset=utf-8', 'no-store'],
  ]);
});

it('writes the settings into the page as text that no browser takes for anything else', () => {
  const settings = JSON.stringify({ issuer: 'https://a.example/?x=1&y="><script>alert(1)</script>' });
  const page = publishedFiles(folder, settings).at(-1)?.body.toString('utf8') ?? '';
  expect(page).toBe(
    '<!doctype html><div id="root" data-hosted="{&quot;issuer&quot;:&quot;https://a.example/?x=1&amp;y=\\&quot;>&lt;script>alert(1)&lt;/script>&quot;}"></div>',
  );
});

it('knows whether the API lets in the page, by the question that browsers ask', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ method, headers }, response) => {
    asked.push(`${method} ${headers.origin} ${headers['access-control-request-method']}`);
    response.writeHead(204, { 'access-control-allow-origin': 'https://ferry.example.com' }).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await isLetIn(api, 'https://ferry.example.com')).toBe(true);
  expect(await isLetIn(api, 'https://d111111abcdef8.cloudfront.net')).toBe(false);
  expect(asked).toEqual(['OPTIONS https://ferry.example.com GET', 'OPTIONS https://d111111abcdef8.cloudfront.net GET']);
  server.close();
  expect(await isLetIn('http://127.0.0.1:1', 'https://ferry.example.com')).toBe(false);
});
