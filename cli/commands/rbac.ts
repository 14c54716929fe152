import type { Command } from 'commander';
import {
  authenticationConfiguration,
  handingObjects,
  rightsObjects,
  userOf,
  WHO,
} from '../../core/base/access/cluster-rights.ts';
import { badInput } from '../exit-codes.ts';
import { writeKubernetesYaml } from '../kubernetes-yaml.ts';
import { say } from '../say.ts';

const many = (value: string, all: string[]) => [...all, value];
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ISSUER = /^https:\/\/\S+$/;

interface Flags {
  quiesce: string[];
  mover: string[];
  handOver?: boolean;
  role?: string;
  issuer?: string;
  audience?: string;
  identity?: string;
}

export function addRbac(program: Command): void {
  program
    .command('rbac')
    .description(
      'Print the rights that a source gives to kubeferry: one outside of EKS, and how it gets in, or one that hands volumes over.',
    )
    .option('--quiesce <namespace>', 'let runs scale and run hooks in this namespace; may be repeated', many, [])
    .option('--mover <namespace>', 'let runs copy claims by Jobs in this namespace; may be repeated', many, [])
    .option('--hand-over', 'for a source of EKS: let runs take volumes from their claims, and give them back')
    .option('--role <arn>', 'for "federated": the source\'s role, which the cluster is to know by tokens of STS')
    .option(
      '--issuer <url>',
      "with --role: of its account's tokens, as iam get-outbound-web-identity-federation-info says",
    )
    .option('--audience <text>', 'with --role: the audience of the route\'s "federated"')
    .option('--identity <object id>', 'for a source of AKS: the object id of its managed identity or application')
    .action((flags: Flags) => {
      const problems = problemsOf(flags);
      if (problems.length > 0) throw badInput(problems);
      if (flags.handOver) return say([HANDING, ...handingObjects().map(writeKubernetesYaml)].join('---\n'));
      const { quiesce: quiesced, mover: moved, role, identity } = flags;
      const user = identity ?? (role === undefined ? undefined : userOf(role));
      const objects = rightsObjects({ quiesced, moved }, user).map(writeKubernetesYaml);
      say([headOf(flags), ...objects].join('---\n'));
    });
}

function problemsOf({ quiesce, mover, handOver, role, issuer, audience, identity }: Flags): string[] {
  const given = [role, issuer, audience].filter((each) => each !== undefined);
  const others = given.length > 0 || identity !== undefined || quiesce.length > 0 || mover.length > 0;
  return [
    ...(handOver && others ? ['--hand-over: it is for a source of EKS, and goes with no other option.'] : []),
    ...quiesce.filter((name) => !NAMESPACE.test(name)).map((name) => `--quiesce ${name}: a namespace is a DNS label.`),
    ...mover.filter((name) => !NAMESPACE.test(name)).map((name) => `--mover ${name}: a namespace is a DNS label.`),
    ...(identity !== undefined && (given.length > 0 || mover.length > 0)
      ? ['--identity: it goes with --quiesce alone.']
      : []),
    ...(identity === undefined || UUID.test(identity) ? [] : [`--identity ${identity}: an object id is a UUID.`]),
    ...(given.length === 0 || given.length === 3 ? [] : ['--role, --issuer and --audience: give all three or none.']),
    ...(role === undefined || ROLE.test(role) ? [] : [`--role ${role}: it is no ARN of a role.`]),
    ...(issuer === undefined || ISSUER.test(issuer) ? [] : [`--issuer ${issuer}: it begins with https://.`]),
  ];
}

const headOf = (flags: Flags) => (flags.identity ? AKS : flags.role ? federated(flags as Required<Flags>) : HOW);

const commented = (text: string) => text.replaceAll(/^(?=.)/gm, '# ');

const HANDING = `# For a source of EKS, on a route with "handOver". In the source's cluster, as its administrator, once:
#   kubeferry rbac --hand-over | kubectl apply -f -
# The access entry that a run makes for itself is in this group as long as runs are in the cluster. Without these objects
# the group may do nothing, and no volume is handed over.
`;

const AKS = `# For a source of kind "aks". In the cluster, as its administrator: kubectl apply -f - of what follows. The user is the object id
# (principal id) of the managed identity or of the application's service principal, as Entra ID tells it to the cluster.
`;

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

const federated = ({
  role,
  issuer,
  audience,
}: Required<Flags>) => `# For a source of kind "kubernetes" with "federated": no credential is stored anywhere.
# In the source's account, once:
#   aws iam enable-outbound-web-identity-federation
# Each API server of the cluster is started with --authentication-config and this file, or has its "jwt" entry in the one that
# it has (Kubernetes 1.34 or newer; apiVersion v1beta1 from 1.30 on):
${commented(writeKubernetesYaml(authenticationConfiguration(issuer, audience, role)))}# Then, as its administrator: kubectl apply -f - of what follows.
`;
