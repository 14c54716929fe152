/** What is played under the recorder: together, every AWS operation that kubeferry uses. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoInput } from '../../../cli/demo/options.ts';
import { runDemo } from '../../../cli/demo/run-demo.ts';
import { inProcessBackend } from '../../../emulator/kubernetes/in-process.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { startSmallCloud } from '../../flow/small-cloud.ts';
import { adapterSuites } from './adapter-suites.ts';
import { everyday } from './everyday.ts';
import { newCluster } from './new-cluster.ts';
import { privateClusters } from './private-clusters.ts';
import type { Recorder } from './record-calls.ts';
import type { SCENARIO_NAMES } from './scenario-names.data.ts';

export type Scenario = (recorder: Recorder) => Promise<void>;

const QUIET = { step() {}, note() {}, end() {} };

export const SCENARIOS: Readonly<Record<(typeof SCENARIO_NAMES)[number], Scenario>> = {
  demo: async (recorder) => {
    // One claim comes from a repository, whose password is read.
    const input = demoInput({ strategy: 'auto', quiesce: true, from: 'restic' });
    let cloud: Cloud | undefined;
    const result = await runDemo(input, inProcessBackend, QUIET, (started) => {
      cloud = started;
      addKeys(recorder, started);
    });
    await cloud?.stop();
    rmSync(join('kubeferry-reports', `${result.cloneId}.html`), { force: true });
    if (result.status !== 'SUCCEEDED') throw new Error(`The demo failed: ${JSON.stringify(result.failure)}`);
  },
  everyday: async (recorder) => {
    const small = await startSmallCloud();
    addKeys(recorder, small.cloud);
    try {
      await everyday(small);
    } finally {
      await small.stop();
    }
  },
  'new-cluster': (recorder) => newCluster((cloud) => addKeys(recorder, cloud)),
  'adapter-suites': async (recorder) => {
    // Users that a suite makes for itself.
    recorder.addKey('*', '');
    await adapterSuites(recorder.path);
  },
  'private-clusters': (recorder) => privateClusters((cloud) => addKeys(recorder, cloud)),
};

function addKeys(recorder: Recorder, { accounts }: Cloud): void {
  for (const { credentials } of Object.values(accounts)) {
    recorder.addKey(credentials.accessKeyId, credentials.secretAccessKey);
  }
}
