import type { Config } from '../../../core/base/request/config.ts';
import example from '../../../kubeferry.config.ts';

/** The page hosted under names that lead to this machine. */
const config: Config = {
  ...example,
  ui: {
    issuer: 'https://login.example.test',
    clientId: 'kubeferry-page',
    groups: { 'kf-dev': { developer: ['prod-to-dev'] }, 'kf-lead': { approver: ['prod-to-dev'] } },
    origin: 'https://ferry.example.test',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b',
  },
};

export default config;
