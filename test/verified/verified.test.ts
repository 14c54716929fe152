import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { verifiedPage } from './page.ts';

const PAGE = 'docs/verified.md';

it('has a page that says what the tiers have found', () => {
  if (process.env.UPDATE === '1') writeFileSync(PAGE, verifiedPage());
  expect(readFileSync(PAGE, 'utf8')).toBe(verifiedPage());
});

it('shows a row of each tier, and every deviation with its reason', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-verified-'));
  const row = { checked: 'Calls | are right', witness: 'somebody 1.2.3', count: '4 calls', deviations: 1 };
  const tier = {
    title: 'A tier',
    command: 'npm run test:tier',
    rows: [row],
    deviations: [{ what: 'One', reason: 'Two.' }],
  };
  writeFileSync(join(folder, 'tier.json'), JSON.stringify(tier));
  const page = verifiedPage(pathToFileURL(`${folder}/`));
  rmSync(folder, { recursive: true });
  expect(page).toContain('## A tier\n\n`npm run test:tier`\n');
  expect(page).toContain('| Calls \\| are right | somebody 1.2.3 | 4 calls | 1 |');
  expect(page).toContain('| One | Two. |');
});

it('names no day and no duration: what differs from run to run has no place on it', () => {
  expect(verifiedPage()).not.toMatch(/\b20\d\d-\d\d-\d\d\b|\b\d+(\.\d+)? (s|ms|seconds|minutes)\b/);
});
