import { path } from '../../../kube/fields.ts';
import type { Json } from '../../../kube/kube-object.ts';
import type { Inactive } from './recipe.ts';

export const annotated = (name: string, to: string): Inactive => ({ at: ['metadata', 'annotations', name], to });

export const field = (at: string, to: Json): Inactive => ({ at: path(at), to });

/** Of each PostgreSQL (https://www.postgresql.org/docs/current/wal-reliability.html). */
export const BY_WAL = 'PostgreSQL starts from them as after a power cut, by its write-ahead log';

/** Of the candidates for a leader, the one with the furthest log is it (`is_healthiest_node` in patroni/ha.py). */
export const OF_PATRONI =
  'Patroni makes the one with the furthest write-ahead log the leader, and the others follow it';
