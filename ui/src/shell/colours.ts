import { applyMode, disableMotion, Mode } from '@cloudscape-design/global-styles';
import { useEffect, useState } from 'react';

/** Dark or light: as the machine has it, until somebody says otherwise in this tab. */
export function useColours(): { dark: boolean; turn(): void } {
  const [dark, setDark] = useState(matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => applyMode(dark ? Mode.Dark : Mode.Light), [dark]);
  useEffect(() => disableMotion(matchMedia('(prefers-reduced-motion: reduce)').matches), []);
  return { dark, turn: () => setDark(!dark) };
}
