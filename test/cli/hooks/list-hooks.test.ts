import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { listHooks } from '../../../cli/hooks/list-hooks.ts';
import { HOOK_LIBRARY, HOOK_NAMES } from '../../../core/base/request/hooks/library.ts';

function printed(flags: { json?: boolean }): string {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    listHooks(flags);
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

it('lists each hook with what it does, proves and needs', () => {
  const text = printed({}).replaceAll(/\s+/g, ' ');
  for (const name of HOOK_NAMES) {
    const { title, does, proves, needs } = HOOK_LIBRARY[name];
    for (const part of [`${name}: ${title}`, does, proves, needs]) expect(text).toContain(part);
  }
  expect(text).toContain('FLUSH TABLES WITH READ LOCK, held until the snapshot is begun; writes wait meanwhile');
});

it('prints the scripts for a program', () => {
  const { hooks } = JSON.parse(printed({ json: true })) as { hooks: { name: string; before: string }[] };
  expect(hooks.map(({ name }) => name)).toEqual(HOOK_NAMES);
  for (const { before } of hooks) expect(before).toMatch(/^set -/);
});

it('is what the page on hooks says', () => {
  const page = readFileSync('docs/hooks.md', 'utf8');
  for (const name of HOOK_NAMES) {
    const { title, does, proves, needs } = HOOK_LIBRARY[name];
    expect(page).toContain(`| \`${name}\` | ${title}: ${does} | ${proves} | ${needs} |`);
  }
});
