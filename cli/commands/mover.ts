import type { Command } from 'commander';
import { badInput } from '../exit-codes.ts';
import { writeKubernetesYaml } from '../kubernetes-yaml.ts';
import { moverJob, SECRET } from '../mover/job.ts';
import { say } from '../say.ts';

interface Flags {
  repository: string;
  image: string;
  node?: string;
  hours: string;
  limitUpload?: string;
}

export function addMover(program: Command): void {
  program
    .command('mover')
    .argument('<namespace/claim>', 'claim whose files are copied')
    .requiredOption('--repository <url>', 'of restic, as it names it: s3:s3.eu-central-1.amazonaws.com/bucket/prefix')
    .requiredOption('--image <image>', 'of restic, with its digest: restic/restic@sha256:…')
    .option('--node <name>', 'run on this node: where the claim is mounted, when only one node can have it')
    .option('--hours <count>', 'end it after so many hours', '4')
    .option('--limit-upload <KiB>', 'send no more KiB a second')
    .description(
      "Print a Job that copies a claim's files into a repository, for a source outside of EKS without a backup.",
    )
    .action((name: string, flags: Flags) => {
      const problems = problemsOf(name, flags);
      if (problems.length > 0) throw badInput(problems);
      const [namespace = '', claim = ''] = name.split('/');
      const { repository, image, node, hours, limitUpload } = flags;
      const job = moverJob({
        namespace,
        claim,
        repository,
        image,
        node,
        hours: Number(hours),
        limitUpload: limitUpload === undefined ? undefined : Number(limitUpload),
      });
      say([howTo(namespace, claim), writeKubernetesYaml(job)].join('---\n'));
    });
}

const isCount = (text: string | undefined) => text === undefined || /^[1-9]\d{0,6}$/.test(text);

function problemsOf(name: string, { repository, image, hours, limitUpload }: Flags): string[] {
  const checks: [isWrong: boolean, message: string][] = [
    [!/^[a-z0-9][-a-z0-9]*\/[a-z0-9][-a-z0-9.]*$/.test(name), `${name}: a claim is written namespace/name.`],
    [
      !/^[a-z0-9]+:\S+$/.test(repository),
      `--repository ${repository}: write it as restic does, such as s3:HOST/BUCKET/PREFIX.`,
    ],
    [
      !/^\S+@sha256:[0-9a-f]{64}$/.test(image),
      `--image ${image}: name it with its digest, IMAGE@sha256:…, so that what reads your data is what you have looked at.`,
    ],
    [!isCount(hours), `--hours ${hours}: write a whole number.`],
    [!isCount(limitUpload), `--limit-upload ${limitUpload}: write a whole number of KiB.`],
  ];
  return checks.flatMap(([isWrong, message]) => (isWrong ? [message] : []));
}

const howTo = (
  namespace: string,
  claim: string,
) => `# Copies the files of claim ${namespace}/${claim}, read-only, into a repository of restic. It is yours: no run starts it or takes it away.
# 1. The password of the repository, and the right to write it, into a Secret beside the claim; best credentials that expire:
#   kubectl create secret generic ${SECRET} -n ${namespace} --from-literal=RESTIC_PASSWORD=… \\
#     --from-literal=AWS_ACCESS_KEY_ID=… --from-literal=AWS_SECRET_ACCESS_KEY=… --from-literal=AWS_SESSION_TOKEN=…
# 2. This Job: kubectl create -f -, and kubectl wait -n ${namespace} --for=condition=complete --timeout=4h job/…
#    It is removed ten minutes after its end. Scale the workload down before, or what it writes meanwhile is half copied.
# 3. kubectl delete secret ${SECRET} -n ${namespace}
# 4. In the request: "volumes": {"origins": {"${namespace}/${claim}": {"repository": "<name in the route's repositories>", "host": "kubeferry"}}}
`;
