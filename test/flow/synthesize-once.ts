import { currentAssembly } from '../../cli/assembly.ts';

/** The flow tests run side by side on one assembly. */
export default function setup(): void {
  currentAssembly(() => process.stderr.write('Synthesizing the app for the flow tests\n'));
}
