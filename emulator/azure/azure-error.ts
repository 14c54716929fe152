/** What Resource Manager answers where it refuses (https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/overview). */
export class AzureError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const notFound = (id: string) =>
  new AzureError(
    404,
    'ResourceNotFound',
    `The Resource '${id.replace(/^.*\/providers\//, '')}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
