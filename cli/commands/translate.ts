import type { Command } from 'commander';
import type { TranslateFlags } from '../translate/translate.ts';
import { trackingOption } from './with-out.ts';

export function addTranslate(program: Command): void {
  program
    .command('translate')
    .description('Translate manifests for another cluster, offline: the rules of a clone without the clone.')
    .option('--in <path...>', 'manifests: files or folders, YAML or JSON')
    .option('--velero <file>', 'in place of --in: the tarball of a Velero backup, <backup>.tar.gz')
    .option(
      '--options <file>',
      'mappings, profile, and facts of source and target; see docs/examples/translate-options.yaml; with --velero it may be left out',
    )
    .option('--out <folder>', 'new folder for the translated manifests and kustomization.yaml')
    .option('--diff', 'print every field that is changed, by which rule; without --out nothing is written')
    .addOption(trackingOption('keep'))
    .option('--report <file>', 'write what was done to each object, and why; <out>/report.json when left out')
    .action(async (flags: TranslateFlags) => (await import('../translate/translate.ts')).translate(flags));
}
