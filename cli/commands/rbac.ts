import type { Command } from 'commander';
import { rightsObjects, WHO } from '../../core/base/access/cluster-rights.ts';
import { badInput } from '../exit-codes.ts';
import { writeKubernetesYaml } from '../kubernetes-yaml.ts';
import { say } from '../say.ts';

const many = (value: string, all: string[]) => [...all, value];
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

export function addRbac(program: Command): void {
  program
    .command('rbac')
    .description('Print the ServiceAccount and the rights that a source outside of EKS gives to kubeferry.')
    .option('--quiesce <namespace>', 'let runs scale and run hooks in this namespace; may be repeated', many, [])
    .action(({ quiesce }: { quiesce: string[] }) => {
      const wrong = quiesce.filter((name) => !NAMESPACE.test(name));
      if (wrong.length > 0) throw badInput(wrong.map((name) => `--quiesce ${name}: a namespace is a DNS label.`));
      say([HOW, ...rightsObjects(quiesce).map(writeKubernetesYaml)].join('---\n'));
    });
}

/** `-o jsonpath` and base64 are on every machine that has kubectl. */
const HOW = `# For a source of kind "kubernetes". In the cluster, as its administrator:
#   kubeferry rbac | kubectl apply -f -
# Then the secret, in the source's account and Region, with what the cluster has made of it:
#   kubectl get secret ${WHO} -n ${WHO} -o json |
#     jq '{token: (.data.token | @base64d), certificateAuthority: (.data["ca.crt"] | @base64d)}' > access.json
#   aws secretsmanager create-secret --name ${WHO}-<cluster> --secret-string file://access.json && rm access.json
# The token does not expire: it is gone when the Secret "${WHO}" is deleted in the cluster, and replaced by
# put-secret-value. An API server whose certificate a public authority has signed needs no "certificateAuthority".
`;
