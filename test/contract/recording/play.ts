/** Plays one scenario under the recorder, in a process of its own: `node play.ts SCENARIO FILE`. */
import { recordCalls } from './record-calls.ts';

const [name = '', file = ''] = process.argv.slice(2);
const recorder = recordCalls(file);
// After the hook: what is imported now sees it.
const { SCENARIOS } = await import('./scenarios.ts');
const scenario = Object.entries(SCENARIOS).find(([each]) => each === name)?.[1];
if (!scenario) throw new Error(`There is no scenario "${name}": ${Object.keys(SCENARIOS).join(', ')}.`);
await scenario(recorder);
process.exit(0);
