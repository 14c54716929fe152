import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoInput } from '../../cli/demo/options.ts';
import { type DemoResult, isProven } from '../../cli/demo/result.ts';
import { runDemo } from '../../cli/demo/run-demo.ts';
import type { Cloud } from '../../local/cloud.ts';
import { realBackend } from './real-backend.ts';

const steps: string[] = [];
const NOTES = {
  step: (text: string) => void steps.push(text),
  note: (text: string) => void steps.push(text),
  end: () => {},
};

describe('the built-in workload between two real control planes', () => {
  let cloud: Cloud | undefined;
  let result: DemoResult;
  beforeAll(async () => {
    const input = demoInput({ manifests: [], disk: [], mapNamespace: ['shop=shop-test'], strategy: 'auto' });
    result = await runDemo(input, realBackend(), NOTES, (running) => {
      cloud = running;
    });
  });
  afterAll(() => cloud?.stop());

  it('arrives whole: every block, every object, and the source is as it was', () => {
    expect(result, steps.join('\n')).toMatchObject({
      status: 'SUCCEEDED',
      sourceUnchanged: true,
      different: [],
      objects: { blocked: 0, failed: 0 },
    });
    expect(isProven(result)).toBe(true);
  });

  it('opens its databases from the target volumes, with every row', () => {
    for (const { database } of result.volumes) {
      expect(database).toMatchObject({ rows: 40_000, integrity: 'ok', sameRows: true });
    }
  });

  it('makes no call that the deployed policies do not allow', () => {
    expect(cloud?.calls.filter((call) => !call.allowed)).toEqual([]);
  });
});
