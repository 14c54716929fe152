const KIB = 1024;
/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const SUFFIXES: Record<string, number> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: KIB,
  Mi: KIB ** 2,
  Gi: KIB ** 3,
  Ti: KIB ** 4,
  Pi: KIB ** 5,
  Ei: KIB ** 6,
};

/** A quantity in its own unit: cores of a CPU, bytes, pieces; 0 for what is none. */
export function quantityOf(quantity: string): number {
  const [, number = '', suffix = ''] = /^([0-9.]+(?:[eE][+-]?[0-9]+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(number) * (SUFFIXES[suffix] ?? 0) || 0;
}

/** A quantity in GiB, to hundredths; 0 for what is none. */
export const gibibytesOf = (quantity: string): number => Math.round((quantityOf(quantity) / KIB ** 3) * 100) / 100;
