import type { VeleroRules } from '../../base/request/velero-rules.ts';
import type { Rule } from '../rule.ts';
import { veleroImages } from './images.ts';
import { veleroModifiers } from './modifiers.ts';

/** In the order in which Velero restores: what it does to each item, then the modifiers. */
export const veleroRules = ({ modifiers = [], images = [] }: Partial<VeleroRules> = {}): Rule[] => [
  ...(images.length > 0 ? [veleroImages(images)] : []),
  ...(modifiers.length > 0 ? [veleroModifiers(modifiers)] : []),
];
