/** Clients and an emulator that others wrote, for Azure alone: installed by the contract tests, and no dependency of anything. */
export const AZURE_WITNESSES = {
  // Of the API versions that the adapters ask for: newer ones know no other version than theirs.
  '@azure/arm-authorization': '9.0.0',
  '@azure/arm-compute': '22.4.0',
  '@azure/arm-containerservice': '22.3.0',
  '@azure/arm-msi': '2.2.0',
  '@azure/identity': '4.14.1',
  '@azure/storage-blob': '12.34.0',
  azurite: '3.37.0',
} as const;

/** Where azurite is not as Azure documents it, and so is no witness: each of these tests has to fail there. */
export const AZURITE_BLOCKS: Readonly<Record<string, string>> = {
  'begins as its parent is, lists what differs from it, and is sealed over what was put alone':
    'azurite knows no differences of managed disks',
};

/** What else it takes or leaves out, each shown by a test. */
export const AZURITE_FAULTS = {
  most: 'it takes more than 4 MiB in one request',
  pages: 'it answers all ranges at once, whatever maxresults says',
} as const;

/** Where the local Azure, or an adapter, is not as the published models have it, and why that stays. */
export const PUBLISHED_DEVIATIONS: Readonly<Record<string, string>> = {};

/** Versions that no client was published for: by which one they are judged, whose models have all of theirs. */
export const NEXT_VERSIONS: Readonly<Record<string, string>> = { '2025-05-01': '2025-07-01' };
