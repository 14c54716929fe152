/** What this location offers: as `az aks get-versions` and `az vm list-skus` answered for one of Azure's in autumn 2026, in short. */
export const VERSIONS = ['1.32', '1.33', '1.34', '1.35', '1.36'];

/** vCPUs of a size by its name: the first number in it. */
export const SERIES = /^Standard_(?:[DEFLB]|NC|ND|NV)(\d+)\w*$/;
export const ZONES = ['1', '2', '3'];
/** Of one subscription in one location, until somebody has it raised. */
export const VCPU_QUOTA = 400;
