import { type Command, Option } from 'commander';
import { TRACKING, type Tracking } from '../translate/tracking.ts';

export const trackingOption = (usual: Tracking) =>
  new Option('--tracking <what>', 'marks by which Argo CD or Flux of the source know the objects that are written')
    .choices(TRACKING)
    .default(usual);

/** The flags that write what a plan would apply. */
export const withOut = (command: Command): Command =>
  command
    .optionsGroup('For Git, Argo CD and Flux:')
    .option('--out <folder>', 'new folder for what would be applied of --manifests, with a kustomization.yaml')
    .option('--manifests <path...>', 'objects of the source, as kubectl get -o yaml has them: their contents stay here')
    .addOption(trackingOption('remove'))
    .optionsGroup('Options:');
