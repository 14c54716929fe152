/** Where the template of an end in Azure is deployed: the resource group of its cluster. */
export interface AzureGroup {
  subscription: string;
  resourceGroup: string;
}

/** Asks the account of whoever types it, which has to be that of the role. */
const ASKED_ISSUER = '"$(aws iam get-outbound-web-identity-federation-info --query IssuerIdentifier --output text)"';

/** Parameters as a file that the command of Azure reads (https://learn.microsoft.com/azure/azure-resource-manager/templates/parameter-files). */
export const parametersFile = (parameters: Readonly<Record<string, string>>) => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
  contentVersion: '1.0.0.0',
  parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { value }])),
});

/** The line that deploys a template with its file of parameters, and prints its outputs; the issuer, unless it is in the file, asks AWS. */
export function azureDeployLine(
  name: string,
  { subscription, resourceGroup }: AzureGroup,
  files: { template: string; parameters: string },
  hasIssuer: boolean,
): string {
  return [
    `az deployment group create --subscription ${subscription} --resource-group ${quoted(resourceGroup)} --name ${name}`,
    `--template-file ${files.template} --parameters @${files.parameters}${hasIssuer ? '' : ` issuer=${ASKED_ISSUER}`}`,
    '--query properties.outputs',
  ].join(' \\\n    ');
}

/** A resource group may have parentheses, which a shell takes for its own. */
const quoted = (text: string) => (/^[\w.-]+$/.test(text) ? text : `'${text}'`);

/** The page of the portal that deploys a template from where everybody may read it; its parameters are typed there. */
export const azurePortalLink = (templateUrl: string) =>
  `https://portal.azure.com/#create/Microsoft.Template/uri/${encodeURIComponent(templateUrl)}`;
