import { describe, expect, it } from 'vitest';
import { acceleratedClock } from '../../../emulator/base/clock.ts';

describe('the accelerated clock', () => {
  it('begins at the given date, and passes as many times faster as it is told', async () => {
    const start = new Date('2026-11-22T12:00:00Z');
    const clock = acceleratedClock(1000, start);
    await clock.sleep(60_000);
    const passed = clock.now().getTime() - start.getTime();
    expect(passed).toBeGreaterThanOrEqual(59_000);
    expect(passed).toBeLessThan(600_000);
  });

  it('is set forward, and waits as long as before', async () => {
    const start = new Date('2026-11-22T12:00:00Z');
    const clock = acceleratedClock(1, start);
    clock.forward(3_600_000);
    const passed = clock.now().getTime() - start.getTime();
    expect(passed).toBeGreaterThanOrEqual(3_600_000);
    expect(passed).toBeLessThan(3_660_000);
  });

  it('refuses to stand still', () => {
    expect(() => acceleratedClock(0)).toThrow("A clock's speed is a number above 0, not 0.");
  });
});
