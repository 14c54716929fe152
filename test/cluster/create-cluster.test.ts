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

describe('the built-in workload into an account without a cluster', () => {
  let cloud: Cloud | undefined;
  let result: DemoResult;
  beforeAll(async () => {
    const input = demoInput({ manifests: [], disk: [], mapNamespace: [], strategy: 'auto', createCluster: true });
    result = await runDemo(input, realBackend(), NOTES, (running) => {
      cloud = running;
    });
  });
  afterAll(() => cloud?.stop());

  it('arrives whole in a real control plane that the run had made', () => {
    expect(result, steps.join('\n')).toMatchObject({
      status: 'SUCCEEDED',
      different: [],
      targetCluster: { name: 'dev', created: true, matchesBlueprint: true, differences: [] },
    });
    expect(isProven(result)).toBe(true);
    expect(cloud?.calls.filter((call) => !call.allowed)).toEqual([]);
  });
});
