import { expect, it } from 'vitest';
import { Allocations } from '../../../emulator/kubernetes/store/allocations.ts';

// https://kubernetes.io/docs/concepts/services-networking/service/#avoid-nodeport-collisions
it('gives node ports from 30086 on, so that the ports that manifests ask for by number are free', () => {
  const allocations = new Allocations();
  const given = Array.from({ length: 2682 }, () => allocations.takePort());
  expect(Math.min(...given)).toBe(30_086);
  expect(new Set(given).size).toBe(2682);
  expect(allocations.takePort()).toBeLessThan(30_086);
});
