import { expect, it } from 'vitest';
import { entryOf } from '../../../core/repositories/kopia/entry.ts';

// snapshot/manifest.go of Kopia: `json:"mode,omitempty"` of a number, and repofs.go, which restores what is missing as 0.
it.each([
  ['a file that nobody may read', 'f', undefined, 0],
  ['a directory that nobody may enter', 'd', undefined, 0],
  ['a program', 'f', '0755', 0o755],
  ['a program with set-user-id', 'f', '040000755', 0o4755],
])('keeps the mode of %s', (_, type, mode, permissions) => {
  const entry = entryOf({ name: 'a', type, obj: '', ...(mode ? { mode } : {}) }, 1);
  expect(entry?.permissions).toBe(permissions);
});
