import type { Controller } from './controller.ts';
import { namespaceController } from './namespace.ts';

/** Every control loop of the cluster. */
export const CONTROLLERS: Controller[] = [namespaceController];
