import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const contract = readFileSync('docs/contract.md', 'utf8');
const rows = readFileSync('docs/pains.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

it('is held to what it says of each by a promise of the contract or a test', () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const [, what, , held = ''] of rows) {
    const names = [...held.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    expect(names, what).not.toEqual([]);
    for (const name of names)
      expect(
        name.startsWith('test/') ? existsSync(name) : contract.includes(`promise: ${name} `),
        `${what}: ${name}`,
      ).toBe(true);
  }
});
