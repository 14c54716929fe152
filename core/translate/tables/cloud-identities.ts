import { type Path, path } from '../../../kube/fields.ts';
import type { Cloud } from '../context.ts';

/** Where an object has its controller sign in to one cloud by that cloud's own identities, or use a service of it. */
export interface CloudIdentity {
  at: Path;
  /** Of the text there; any value where left out. */
  is?: RegExp;
  /** Completes "It …". */
  does: string;
}

const rows = (kinds: readonly string[], identities: readonly CloudIdentity[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, identities]));

const AUTHENTICATIONS = ['keda.sh/TriggerAuthentication', 'keda.sh/ClusterTriggerAuthentication'];
const SCALERS = ['keda.sh/ScaledObject', 'keda.sh/ScaledJob'];
const STORES = ['external-secrets.io/SecretStore', 'external-secrets.io/ClusterSecretStore'];
const ISSUERS = ['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'];
const KEDA = 'has KEDA sign in by an identity of';

/**
 * https://keda.sh/docs/latest/concepts/authentication/, https://external-secrets.io/latest/provider/azure-key-vault/,
 * https://cert-manager.io/docs/configuration/acme/dns01/azuredns/, and the pages beside them for AWS.
 */
export const CLOUD_IDENTITIES: Record<Cloud, Readonly<Record<string, readonly CloudIdentity[]>>> = {
  azure: {
    ...rows(AUTHENTICATIONS, [
      { at: path('spec.podIdentity.provider'), is: /^azure/, does: `${KEDA} Azure` },
      { at: path('spec.azureKeyVault'), does: 'reads secrets of Azure Key Vault' },
    ]),
    ...rows(SCALERS, [{ at: path('spec.triggers.*.type'), is: /^azure-/, does: 'scales by a service of Azure' }]),
    ...rows(STORES, [{ at: path('spec.provider.azurekv'), does: 'reads Azure Key Vault by an identity of Azure' }]),
    ...rows(ISSUERS, [
      { at: path('spec.acme.solvers.*.dns01.azureDNS'), does: 'writes Azure DNS by an identity of Azure' },
    ]),
  },
  aws: {
    ...rows(AUTHENTICATIONS, [
      { at: path('spec.podIdentity.provider'), is: /^aws/, does: `${KEDA} AWS` },
      { at: path('spec.awsSecretManager'), does: 'reads secrets of AWS Secrets Manager' },
    ]),
    ...rows(SCALERS, [{ at: path('spec.triggers.*.type'), is: /^aws-/, does: 'scales by a service of AWS' }]),
    ...rows(STORES, [{ at: path('spec.provider.aws'), does: 'reads secrets of AWS by a role of AWS' }]),
    ...rows(ISSUERS, [{ at: path('spec.acme.solvers.*.dns01.route53'), does: 'writes Route 53 by a role of AWS' }]),
  },
};
