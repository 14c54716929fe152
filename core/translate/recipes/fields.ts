import { path } from '../../../kube/fields.ts';
import type { Json } from '../../../kube/kube-object.ts';
import type { Inactive } from './recipe.ts';

export const annotated = (name: string, to: string): Inactive => ({ at: ['metadata', 'annotations', name], to });

export const field = (at: string, to: Json): Inactive => ({ at: path(at), to });
