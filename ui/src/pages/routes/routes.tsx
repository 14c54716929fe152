import { EachRoute } from '../../parts/each-route.tsx';
import { en } from '../../texts/en.ts';
import { RouteDetails } from './route-details.tsx';

/** The routes with their limits, what one may do along each, and why not. */
export default function Routes() {
  return <EachRoute title={en.nav.routes} what={en.routes.promise} of={RouteDetails} />;
}
