/**
 * What a run is about to make, and what it made. Before each create the intent is written, after it the identity,
 * so that a roll-back finds everything whenever the run was killed.
 */
export type LedgerEntry =
  | {
      kind: 'object';
      apiVersion: string;
      objectKind: string;
      namespace?: string;
      name: string;
      uid?: string;
      before: 'absent' | 'present';
    }
  | {
      kind: 'access-entry';
      side: 'source' | 'target';
      principalArn: string;
      policies: string[];
      before: 'absent' | 'present';
    }
  | { kind: 'snapshot'; side: 'source' | 'target'; claim: string; snapshotId?: string; sharedWith?: string }
  | { kind: 'volume'; claim: string; volumeId?: string }
  | { kind: 'lock'; key: string };
