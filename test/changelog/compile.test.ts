import { expect, it } from 'vitest';
import { compileChangelog, readChange } from '../../changelog/compile.ts';

const fixed = readChange('Bugfix: Let go of the lock\n\nThe lock stayed.\nIt goes now.\n');
const added = readChange('Enhancement: Allow more\n\nThere is more.\n');
const safer = readChange('Security: Mask passwords\n\nThey are masked.\n');

it('puts the newest release first, and what is not released before all', () => {
  const text = compileChangelog([
    { name: '0.9.0_2026-01-01', changes: [fixed] },
    { name: 'unreleased', changes: [added] },
    { name: '0.10.0_2026-02-01', changes: [safer] },
  ]);
  expect(text.match(/^## .*$/gm)).toEqual(['## Unreleased', '## 0.10.0 (2026-02-01)', '## 0.9.0 (2026-01-01)']);
});

it('lists security first, then bugs, then what is new, each with its text', () => {
  expect(compileChangelog([{ name: '1.0.0_2026-03-01', changes: [added, fixed, safer] }])).toBe(
    `# Changelog

## 1.0.0 (2026-03-01)

- Security: Mask passwords
- Bugfix: Let go of the lock
- Enhancement: Allow more

### Security: Mask passwords

They are masked.

### Bugfix: Let go of the lock

The lock stayed.
It goes now.

### Enhancement: Allow more

There is more.
`,
  );
});

it('refuses a file whose first line names no kind', () => {
  expect(() => readChange('Feature: Allow more\n\nText.\n')).toThrow('it must start with Security:, Bugfix:, Change:');
});
