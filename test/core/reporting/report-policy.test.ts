import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Report } from '../../../core/reporting/report.ts';
import { reportPage } from '../../../core/reporting/report-page.ts';

const report: Report = {
  cloneId: 'run-1',
  route: { name: 'prod-to-dev', source: 'prod', target: 'dev' },
  status: 'SUCCEEDED',
  startedAt: '2026-11-22T10:00:00Z',
  endedAt: '2026-11-22T10:05:00Z',
  planHash: '0f',
  objects: { selected: 0, applied: 0, dropped: 0, blocked: 0, skipped: 0, failed: 0 },
  volumes: [],
  findings: [],
  translations: [],
  results: [],
  dollars: 0,
};

// Promise: report-runs-nothing
it('lets nothing be loaded, run or sent by whatever came into it, and keeps its own style', () => {
  const page = reportPage({
    ...report,
    findings: [
      {
        severity: 'info',
        object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'x' },
        path: '',
        rule: 'r',
        sentence: '<script>alert(1)</script>\u001b[31m',
      },
    ],
  });
  const [, policy = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page) ?? [];
  const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  expect(page).not.toMatch(/<script|\sstyle=|\son\w+=/);
  expect(page).not.toContain('\u001b');
});
