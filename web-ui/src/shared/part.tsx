import { lazy, useState, type ComponentType, type JSX } from 'react';
import { early } from './early';

export interface Part<Props> {
  (props: Props): JSX.Element;
  /** Loads it before it is shown. */
  early: () => void;
}

/**
 * A part of the program that is loaded when it is first shown, inside a Suspense, or early. One that is there is shown at
 * once: `lazy` by itself begins with the fallback in any case, and React keeps a fallback that it has drawn for 300 ms.
 */
export function part<Props extends object>(load: () => Promise<ComponentType<Props>>): Part<Props> {
  let loaded: ComponentType<Props> | undefined;
  const get = async () => ({ default: (loaded = await load()) });
  const Later = lazy(get) as ComponentType<Props>;
  const Shown = (props: Props) => {
    // Stays what it is for as long as it is shown: another component in its place would begin anew.
    const [Body] = useState(() => loaded ?? Later);
    return <Body {...props} />;
  };
  return Object.assign(Shown, { early: () => early(get) });
}
