import * as z from 'zod';
import { unpacked } from '../../core/base/request/packed.ts';
import { Route } from '../../core/base/request/route.ts';
import { required } from './environment.ts';

/** The routes that were deployed with this function (lib/functions/routes-variable.ts). */
export const deployedRoutes = (): Route[] => z.array(Route).parse(unpacked(required('KUBEFERRY_ROUTES')));
