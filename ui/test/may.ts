import type { FakeApi } from '../../test/cli/commands/fake-api.ts';
import { lineOf, RIGHTS } from '../src/api/rights.ts';

/** A hub that says of every right on a route: you may. */
export const mayAll = (route: string): FakeApi['answers'] =>
  Object.fromEntries(
    RIGHTS.map((right) => {
      const [method, ...path] = lineOf(right, route).split('/');
      return [`${method} /${path.join('/').replace('*', '-')}`, { status: 400, body: {} }];
    }),
  );
