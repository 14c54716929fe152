import { describe, expect, it } from 'vitest';
import { azureParameters } from '../../core/base/access/azure-parameters.ts';
import { azureTemplate } from '../../core/base/access/azure-template.ts';
import { azureDeployLine, azurePortalLink, parametersFile } from '../../core/base/run/links/azure-deployment.ts';
import { deployTemplate } from '../../emulator/azure/deploy-template.ts';

const END = {
  cluster: 'prod',
  nodeResourceGroup: 'MC_shop_prod_westeurope',
  roleArn: 'arn:aws:iam::222233334444:role/kubeferry-source-eu-central-1',
};
const FILES = { template: 'a.json', parameters: 'b.json' };
const PLACE = { subscription: '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03', resourceGroup: 'shop' };
const line = (resourceGroup: string, hasIssuer: boolean) =>
  azureDeployLine('kubeferry-source-prod', { ...PLACE, resourceGroup }, FILES, hasIssuer).replaceAll(
    /\s*\\\n\s*/g,
    ' ',
  );

describe('the template of an end in Azure', () => {
  it.each(['source', 'target'] as const)('takes the parameters that a route has for its %s', (side) => {
    const given = { ...azureParameters(side, { ...END, snapshotResourceGroup: 'kept' }), issuer: 'https://issuer' };
    const place = { ...PLACE, tenant: 't', location: 'westeurope' };
    const { resources } = deployTemplate(azureTemplate(), given, place, { clientId: 'c', principalId: 'p' });
    const [identity, credential] = resources;
    expect(identity?.id).toMatch(new RegExp(`/userAssignedIdentities/kubeferry-${side}-prod$`));
    expect(credential?.properties).toMatchObject({ subject: END.roleArn, issuer: 'https://issuer' });
    const groups = new Set(resources.map(({ id }) => id.split('/')[4]));
    expect(groups).toEqual(new Set(['shop', END.nodeResourceGroup, ...(side === 'source' ? ['kept'] : [])]));
  });

  it('gets them by a file in the form that Azure reads', () => {
    expect(parametersFile({ side: 'source' })).toMatchObject({
      contentVersion: '1.0.0.0',
      parameters: { side: { value: 'source' } },
    });
  });

  it('is deployed by one line, which asks AWS for the issuer unless it is known', () => {
    expect(line('shop', true)).toBe(
      'az deployment group create --subscription 7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03 --resource-group shop --name kubeferry-source-prod --template-file a.json --parameters @b.json --query properties.outputs',
    );
    expect(line('shop', false)).toContain(
      '@b.json issuer="$(aws iam get-outbound-web-identity-federation-info --query IssuerIdentifier --output text)" ',
    );
    expect(line('shop (old)', true)).toContain(" --resource-group 'shop (old)' ");
  });

  it('is deployed by the portal from a public address', () => {
    const link = azurePortalLink('https://example.org/kubeferry/member.json?v=1&x=2');
    expect(link).toBe(
      'https://portal.azure.com/#create/Microsoft.Template/uri/https%3A%2F%2Fexample.org%2Fkubeferry%2Fmember.json%3Fv%3D1%26x%3D2',
    );
  });
});
