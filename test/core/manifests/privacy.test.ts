import { describe, expect, it } from 'vitest';
import { withoutPasswords } from '../../../core/manifests/privacy.ts';

describe('what is written down about a change', () => {
  it.each([
    ['postgres://shop:hunter2@db.example.com:5432/orders', 'postgres://shop:***@db.example.com:5432/orders'],
    ['amqp://:hunter2@queue', 'amqp://:***@queue'],
    ['a=redis://u:hunter2@one b=redis://v:hunter3@two', 'a=redis://u:***@one b=redis://v:***@two'],
    ['https://example.com:8443/a@b', 'https://example.com:8443/a@b'],
    ['ssh://git@example.com/repository', 'ssh://git@example.com/repository'],
    ['10.0.0.1:5432', '10.0.0.1:5432'],
  ])('shows %s as %s', (given, shown) => {
    expect(withoutPasswords(given)).toBe(shown);
  });

  it('masks passwords however deep they are, and leaves everything else as it is', () => {
    const change = { before: [{ name: 'URL', value: 'mysql://a:secret@x' }, 7, null], after: true };
    expect(withoutPasswords(change)).toEqual({
      before: [{ name: 'URL', value: 'mysql://a:***@x' }, 7, null],
      after: true,
    });
  });
});
