import { describe } from 'vitest';
import { clone } from './fixtures.ts';
import { itGoes } from './paths.ts';

describe('capture-source', () => {
  itGoes({
    machine: 'capture-source',
    input: { clone },
    answers: {
      'export-manifests': [{ objects: 3, shards: 1 }],
      'quiesce-source': [{ workloads: 1 }],
      'snapshot-volumes': [{ volumes: 2 }],
      'resume-source': [{ workloads: 1 }],
    },
    calls: ['export-manifests', 'quiesce-source', 'snapshot-volumes', 'resume-source'],
    output: { volumes: 2 },
    paths: [
      { step: 'export-manifests', afterwards: [] },
      { step: 'quiesce-source', afterwards: ['resume-source'], notYet: 'DeadlinePassed' },
      { step: 'snapshot-volumes', afterwards: ['resume-source'] },
      { step: 'resume-source', afterwards: [] },
    ],
  });
});
