import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import { CLOUDNATIVE_PG } from './cloudnative-pg.ts';
import { ELASTIC } from './elastic.ts';
import { PERCONA_MONGODB, PERCONA_MYSQL, PERCONA_POSTGRESQL, PERCONA_XTRADB } from './percona.ts';
import type { LeftBehind, OperatedKind, OperatorRecipe } from './recipe.ts';
import { ROOK } from './rook.ts';
import { STRIMZI } from './strimzi.ts';
import { ZALANDO } from './zalando.ts';

/** The operators that are known: one file each. */
const RECIPES: readonly OperatorRecipe[] = [
  CLOUDNATIVE_PG,
  STRIMZI,
  ELASTIC,
  PERCONA_XTRADB,
  PERCONA_MYSQL,
  PERCONA_MONGODB,
  PERCONA_POSTGRESQL,
  ZALANDO,
  ROOK,
];

const BY_KIND: ReadonlyMap<string, OperatedKind> = new Map(
  RECIPES.flatMap(({ kinds }) => kinds.map((each) => [each.kind, each] as const)),
);

/** What is known of a kind that an operator carries out, by `group/Kind`. */
export const operatedKind = (kind: string): OperatedKind | undefined => BY_KIND.get(kind);

/** The same of an owner, by its reference. */
export const operatedOwner = ({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>) =>
  operatedKind(`${groupOf(apiVersion)}/${kind}`);

export const OPERATED: readonly OperatedKind[] = [...BY_KIND.values()];

export const LEFT_BEHIND: readonly LeftBehind[] = RECIPES.flatMap(({ leavesBehind = [] }) => leavesBehind);

export const OPERATOR_IMAGES: readonly string[] = RECIPES.flatMap(({ images }) => images);
