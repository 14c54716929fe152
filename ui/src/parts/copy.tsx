import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { en } from '../texts/en.ts';

/** A line to copy. */
export const Copy = ({ text }: { text: string }) => (
  <CopyToClipboard
    variant="inline"
    textToCopy={text}
    copyButtonAriaLabel={en.copy.button}
    copySuccessText={en.copy.done}
    copyErrorText={en.copy.failed}
  />
);
