import { Value } from '@/shared/feed/value';

/** What lies over the pages. */
export const palette = new Value(false);
export const helpSheet = new Value(false);
export const inbox = new Value(false);
export const newProject = new Value(false);
