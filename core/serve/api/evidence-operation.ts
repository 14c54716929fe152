import { Evidence } from '../../reporting/evidence/evidence.ts';
import type { Operation } from './operation.ts';

export const EVIDENCE_OPERATION = {
  id: 'getEvidence',
  method: 'GET',
  path: '/routes/{route}/clones/{id}/evidence',
  summary: "Read a run's signed evidence",
  description:
    'What it was asked for, planned, allowed, moved, compared and undone, each entry with the digest of the one before, and the last one signed by the key of the hub. Written when the run ends, where the configuration says `evidence: true`.',
  status: 200,
  output: Evidence,
} as const satisfies Operation;
