export const changedFields = <Form extends object>(form: Form, base: Form): (keyof Form)[] => (Object.keys(base) as (keyof Form)[]).filter((name) => form[name] !== base[name]);

/** What somebody typed and has not saved: nothing else, so that what others save meanwhile is seen, and stays. */
export type Wishes<Form> = Partial<Form>;

export const formWith = <Form extends object>(wishes: Wishes<Form>, base: Form): Form => ({ ...base, ...wishes });

/** The wishes with another one; what is typed as it is already is none. */
export function wish<Form extends object>(wishes: Wishes<Form>, more: Wishes<Form>, base: Form): Wishes<Form> {
  const form = formWith({ ...wishes, ...more }, base);
  return Object.fromEntries(changedFields(form, base).map((name) => [name, form[name]])) as Wishes<Form>;
}

/** What was typed while the form was on its way to the server. */
export const typedSince = <Form extends object>(sent: Form, wishes: Wishes<Form>): Wishes<Form> =>
  Object.fromEntries((Object.keys(wishes) as (keyof Form)[]).filter((name) => wishes[name] !== sent[name]).map((name) => [name, wishes[name]])) as Wishes<Form>;

export interface Merge<Form> {
  /** Mine where I changed something, theirs elsewhere. */
  form: Form;
  /** What both changed, and differently. */
  clashes: (keyof Form)[];
}

/**
 * Brings together what two people changed on the same base.
 *
 * @param together fields that are one thing: who changes one of them means all of them
 */
export function mergeForms<Form extends object>(base: Form, mine: Form, theirs: Form, together: readonly (keyof Form)[] = []): Merge<Form> {
  const changed = changedFields(mine, base);
  const meant = together.some((name) => changed.includes(name)) ? [...new Set([...changed, ...together])] : changed;
  const form = { ...theirs, ...Object.fromEntries(changed.map((name) => [name, mine[name]])) } as Form;
  return { form, clashes: meant.filter((name) => theirs[name] !== base[name] && theirs[name] !== mine[name]) };
}
