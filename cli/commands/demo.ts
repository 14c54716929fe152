import type { Command } from 'commander';
import { ASKABLE, AUTO } from '../../core/base/strategies.ts';
import { needCheckout } from '../checkout.ts';
import type { DemoFlags } from '../demo/options.ts';

const many = (value: string, all: string[] = []) => [...all, value];

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'Clone a workload with its data between two clusters of a cloud on this machine, and prove that it arrived.',
    )
    .option(
      '--manifests <path>',
      'clone these manifests instead of the built-in workload: a file or folder, YAML or JSON; may be repeated',
      many,
    )
    .option(
      '--disk <namespace/pvc=file>',
      'write a raw disk image onto the volume of a claim before the clone; may be repeated',
      many,
    )
    .option('--map-namespace <a=b>', 'bring namespace A to the target as B; may be repeated', many)
    .option('--map-storage-class <a=b>', 'claims of class A get class B in the target; may be repeated', many, [])
    .option('--strategy <name>', `how volumes travel: ${ASKABLE.join(', ')}`, AUTO)
    .option('--quiesce', 'scale the source to zero for the seconds of the snapshot')
    .option('--create-cluster', 'begin without a target cluster: the run makes it from the blueprint of the source')
    .option('--same-account', 'clone within one account and Region, where no data has to be copied')
    .option('--refresh', 'clone twice into the same namespaces, with other data the second time, and prove the second')
    .option('--mask', 'mask the customers of each order before anything of the clone starts')
    .option(
      '--migrate',
      'migrate a database that is written to the whole time, with minutes of downtime, and count its rows',
    )
    .option(
      '--hand-over',
      "migrate within one account and zone by giving the target the source's own volumes, and give them back by a roll-back",
    )
    .option('--ui', 'clone by hand instead, on the page in the browser: as kubeferry local --ui --open')
    .option(
      '--from <what>',
      'capture: ten clones of one capture; velero: clone a backup instead of the cluster; restic: take one claim from a repository instead of its volume; aks: clone a cluster of AKS with its managed disks; kubernetes: clone from a cluster that is none of EKS',
    )
    .option('--to <what>', 'aks: clone into a cluster of AKS, where volumes of EBS become managed disks')
    .option('--json', 'print one JSON document on standard output')
    .action(async (flags: DemoFlags) => {
      needCheckout('demo');
      if (flags.ui) await (await import('../local/local.ts')).local({ speed: '20', ui: true, open: true });
      else await (await import('../demo/demo.ts')).demo(flags);
    });
}
