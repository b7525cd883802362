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
