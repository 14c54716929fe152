import type { Route } from '../../base/request/route.ts';
import { homeText } from '../../base/run/lineage-home.ts';

/** Where the source's volumes are looked for. */
export const placeOfDisks = ({ source }: Pick<Route, 'source'>): string =>
  source.kind === 'aks'
    ? `resource group ${source.nodeResourceGroup} of subscription ${source.subscription}`
    : homeText(source);
