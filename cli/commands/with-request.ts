import { type Command, Option } from 'commander';
import { PRESET_NAMES } from '../../core/base/request/presets/preset-names.data.ts';
import { SAFETY_SNAPSHOTS } from '../../core/base/request/volumes.ts';
import { ASKABLE } from '../../core/base/strategies.ts';

const many = (value: string, all: string[]) => [...all, value];

/** The flags that make up a request. */
export const withRequest = (command: Command): Command =>
  command
    .optionsGroup('What is copied:')
    .option('--request <file>', 'the request as JSON or YAML (docs/request.md); - is standard input')
    .addOption(new Option('--preset <name>', 'what it is for: kubeferry presets').choices(PRESET_NAMES))
    .option('-n, --namespace <name>', 'source namespace; may be repeated', many, [])
    .option('-A, --all-namespaces', 'every namespace of the source but those of the system')
    .option('-l, --selector <labels>', 'only objects with these labels, such as app=web,tier!=test')
    .option('--include-kind <kind>', 'only this kind, as Kind or Kind.group; may be repeated', many, [])
    .option('--exclude-kind <kind>', 'not this kind; may be repeated', many, [])
    .option('--workload <kind/namespace/name>', 'only this workload, with all that is copied with it')
    .option('--object <kind/namespace/name>', 'only this object; may be repeated', many, [])
    .option(
      '--from-backup <name>',
      'of a route that begins at backups of Velero: its name, latest, or latest:<schedule>',
    )
    .option('--from-capture <name>', 'clone from a capture and not from the source: its name, its id, or latest')
    .optionsGroup('What it becomes:')
    .option('--map-namespace <a=b>', 'bring namespace A to the target as B; may be repeated', many, [])
    .option('--map-storage-class <a=b>', 'of storage class A make B; may be repeated', many, [])
    .option('--map-image <a=b>', 'of images that begin with A make B; may be repeated', many, [])
    .option('--map-host <a=b>', 'of host name A make B; may be repeated', many, [])
    .option('--strategy <name>', `how volumes travel: ${ASKABLE.join(', ')}`)
    .addOption(
      new Option(
        '--safety-snapshot <name>',
        'of a volume that is handed over: remove the snapshot from before once the clone is verified, or keep it',
      ).choices(SAFETY_SNAPSHOTS),
    )
    .option('--scaled-down', 'let nothing run in the target until somebody starts it')
    .option('--isolate', 'let nothing out of the clone but DNS and calls within it')
    .option('--rules <file>', "rules of one's own (docs/rules.md), where the route lets a request bring some")
    .option('--on-conflict <name>', 'what happens to objects that the target has already: fail, skip, update, refresh')
    .option('--create-cluster', "make the target cluster from the source's when there is none")
    .optionsGroup('What happens to the source:')
    .option('--quiesce', 'scale the source to zero for the seconds of the snapshot')
    .option(
      '--cut-over',
      'migrate: scale the source to zero before the snapshot, and leave it there when the clone is verified',
    )
    .option('--migrate <when>', 'copy in rounds while the source runs, then cut over: now, on-approval, or at a time')
    .option('--max-downtime <minutes>', 'with --migrate: for how long the source may be down, 15 when left out')
    .optionsGroup('Options:');
