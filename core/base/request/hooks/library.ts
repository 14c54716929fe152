import { elasticsearch } from './elasticsearch.ts';
import { fsfreeze } from './fsfreeze.ts';
import type { HookRecipe } from './hook-recipe.ts';
import { mongodb } from './mongodb.ts';
import { mysql } from './mysql.ts';
import { postgresql } from './postgresql.ts';
import { redis } from './redis.ts';

/** The hooks that a request may call by their names; `opensearch`, `mariadb` and `valkey` are the same by other names. */
export const HOOK_LIBRARY = {
  postgresql,
  mysql,
  mariadb: mysql,
  mongodb,
  redis,
  valkey: redis,
  elasticsearch,
  opensearch: elasticsearch,
  fsfreeze,
} as const satisfies Record<string, HookRecipe>;

export type HookName = keyof typeof HOOK_LIBRARY;
export const HOOK_NAMES = Object.keys(HOOK_LIBRARY) as [HookName, ...HookName[]];
