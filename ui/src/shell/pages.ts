import { type ComponentType, lazy } from 'react';
import { en } from '../texts/en.ts';

type Labels = Record<string, string>;

export interface Page {
  pattern: string;
  show: ComponentType<{ labels: Labels }>;
}

/** Each loaded when it is first shown. */
export const PAGES: readonly Page[] = [
  { pattern: '/', show: lazy(() => import('../pages/dashboard/dashboard.tsx')) },
  { pattern: '/new', show: lazy(() => import('../pages/new-clone/new-clone.tsx')) },
  { pattern: '/schedules', show: lazy(() => import('../pages/schedules/schedules.tsx')) },
  { pattern: '/new-schedule/:route', show: lazy(() => import('../pages/schedules/new-schedule.tsx')) },
  { pattern: '/routes/:route/schedules/:name', show: lazy(() => import('../pages/schedules/one-schedule.tsx')) },
  { pattern: '/accounts', show: lazy(() => import('../pages/accounts/accounts.tsx')) },
  { pattern: '/costs', show: lazy(() => import('../pages/costs/costs.tsx')) },
  { pattern: '/routes', show: lazy(() => import('../pages/routes/routes.tsx')) },
  { pattern: '/routes/:route/runs/:id', show: lazy(() => import('../pages/run/run.tsx')) },
  { pattern: '/routes/:route/runs/:id/report', show: lazy(() => import('../pages/report/report.tsx')) },
];

export const NAVIGATION = [
  ['/', en.nav.dashboard],
  ['/new', en.nav.newClone],
  ['/schedules', en.nav.schedules],
  ['/accounts', en.nav.accounts],
  ['/routes', en.nav.routes],
  ['/costs', en.nav.costs],
] as const;
