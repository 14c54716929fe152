import type { Command } from 'commander';
import { PRESETS, type Preset } from '../../core/base/request/presets/presets.data.ts';
import { say, show } from '../say.ts';

export function addPresets(program: Command): void {
  program
    .command('presets')
    .description('List what a request may be for (--preset): what each sets, needs, and has you look at.')
    .option('--json', 'print one JSON document on standard output')
    .action(({ json }: { json?: boolean }) => {
      const all = PRESETS.map(({ demands, ...preset }) => ({ ...preset, demands: demands.map(({ what }) => what) }));
      if (json) say(`${JSON.stringify(all, null, 2)}\n`);
      else show(PRESETS.map(textOf).join('\n'));
    });
}

function textOf({ name, description, sets, demands, look }: Preset): string {
  return [
    name,
    `  ${description}`,
    `  sets      ${JSON.stringify(sets)}`,
    ...demands.map(({ what }) => `  needs     ${what}`),
    ...look.map((each) => `  look at   ${each}`),
    '',
  ].join('\n');
}
