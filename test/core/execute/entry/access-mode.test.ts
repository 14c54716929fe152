import { expect, it } from 'vitest';
import { refuseConfigMapMode } from '../../../../core/execute/entry/access-mode.ts';

const end = (cluster: string, region: string, authenticationMode: 'API' | 'API_AND_CONFIG_MAP' | 'CONFIG_MAP') => ({
  cluster,
  region,
  info: { authenticationMode },
});

// Promise: refuses-config-map-mode
it('refuses clusters that take no access entries, each with the command that changes it', () => {
  const both = () =>
    refuseConfigMapMode([end('prod', 'us-east-1', 'CONFIG_MAP'), end('dev', 'eu-west-1', 'CONFIG_MAP')]);
  expect(both).toThrow(
    expect.objectContaining({
      name: 'ClusterRejectedToken',
      message: expect.stringContaining(
        'aws eks update-cluster-config --name dev --region eu-west-1 --access-config authenticationMode=API_AND_CONFIG_MAP',
      ),
      problems: [
        { at: 'cluster prod', message: expect.stringMatching(/nothing was changed/) },
        { at: 'cluster dev', message: expect.stringMatching(/cannot be undone/) },
      ],
    }),
  );
  expect(() =>
    refuseConfigMapMode([end('prod', 'us-east-1', 'API_AND_CONFIG_MAP'), end('dev', 'eu-west-1', 'API')]),
  ).not.toThrow();
});
