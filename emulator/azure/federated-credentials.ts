import { AzureError, notFound } from './azure-error.ts';
import type { Answer } from './disks.ts';

interface Credential {
  id: string;
  name: string;
  type: string;
  properties: { issuer: string; subject: string; audiences: string[] };
}

/** Whom managed identities trust (https://learn.microsoft.com/rest/api/managedidentity/federated-identity-credentials); each identity is there. */
export interface FederatedCredentials {
  list(identity: string): Answer;
  of(identity: string): { identity: string; name: string; issuer: string; subject: string }[];
  write(identity: string, name: string, body: { properties?: Partial<Credential['properties']> }): Answer;
  remove(identity: string, name: string): Answer;
  inventory(): string[];
}

const MOST = 20;

export function createFederatedCredentials(): FederatedCredentials {
  const all = new Map<string, Map<string, Credential>>();
  const of = (identity: string) => {
    const key = identity.toLowerCase();
    const found = all.get(key) ?? new Map<string, Credential>();
    all.set(key, found);
    return found;
  };
  return {
    of: (identity) =>
      [...of(identity).values()].map(({ name, properties: { issuer, subject } }) => ({
        identity,
        name,
        issuer,
        subject,
      })),
    list: (identity) => ({ status: 200, body: { value: [...of(identity).values()] } }),
    write(identity, name, { properties = {} }) {
      const known = of(identity);
      const { issuer = '', subject = '', audiences = [] } = properties;
      if (!/^[\w-]{3,120}$/.test(name) || !issuer.startsWith('https://') || !subject || audiences.length !== 1)
        throw new AzureError(400, 'BadRequest', 'The federated identity credential is not valid.');
      const isTwice = [...known.values()].some(
        (each) => each.name !== name && each.properties.issuer === issuer && each.properties.subject === subject,
      );
      if (isTwice)
        throw new AzureError(
          409,
          'Conflict',
          'Issuer and subject combination already exists for this Managed Identity.',
        );
      if (!known.has(name) && known.size >= MOST)
        throw new AzureError(409, 'TooManyFederatedIdentityCredentials', `An identity has ${MOST} at most.`);
      const credential = {
        id: `${identity}/federatedIdentityCredentials/${name}`,
        name,
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
        properties: { issuer, subject, audiences },
      };
      const status = known.has(name) ? 200 : 201;
      known.set(name, credential);
      return { status, body: credential };
    },
    remove(identity, name) {
      if (!of(identity).delete(name)) throw notFound(`${identity}/federatedIdentityCredentials/${name}`);
      return { status: 200 };
    },
    inventory: () =>
      [...all.values()]
        .flatMap((each) => [...each.keys()].map((name) => [...each.values()].find((one) => one.name === name)!.id))
        .sort(),
  };
}
