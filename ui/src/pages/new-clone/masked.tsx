import Alert from '@cloudscape-design/components/alert';
import type { Route } from '../../api/types.ts';
import { en } from '../../texts/en.ts';

/** What the route masks before anything of a clone starts: nobody chooses that here. */
export const Masked = ({ route: { masks, unmasked = [] } }: { route: Route }) =>
  masks ? <Alert type="info">{en.target.masks(masks, unmasked)}</Alert> : null;
