import { useState } from 'react';
import { ask, tell } from '@/shared/api/client';
import { ServerError } from '@/shared/api/errors';
import { done } from '@/shared/ui/toast';
import { clearDraft, useDraft } from '@/shared/useDraft';
import { formOf, inputOf, Settings_Read, Settings_Update, type FieldName, type Form, type ProjectSettings } from './settings';
import { changedFields, mergeForms } from './wishes';

interface Draft {
  form: Form;
  /** What the server had when the editing began, and its version. */
  base: Form;
  version: number;
}

/**
 * Edits a project's settings. What is typed outlives reloads. When somebody else saved meanwhile, both have their way where they
 * changed different settings; the same setting makes a clash, and a person chooses.
 */
export function useSettings(project: ProjectSettings) {
  const name = `settings.${project.id}`;
  const [draft, setDraft] = useDraft<Draft | null>(name, null);
  const [clashes, setClashes] = useState<FieldName[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const current = draft ?? { form: formOf(project), base: formOf(project), version: project.version };

  const drop = () => {
    setDraft(null);
    setClashes([]);
    setError(null);
    clearDraft(name);
  };

  const send = async ({ form, base, version }: Draft) => {
    await tell(Settings_Update, { project: project.id, input: inputOf(form, base), version });
    drop();
    done('Settings saved');
  };

  const reconcile = async (mine: Draft) => {
    const { project: latest } = await ask(Settings_Read, { project: project.id });
    if (!latest) throw new ServerError('The project is not there any more.', 'NOT_FOUND');
    const theirs = formOf(latest);
    const merged = mergeForms(mine.base, mine.form, theirs);
    const next = { form: merged.form, base: theirs, version: latest.version };
    if (merged.clashes.length === 0) return send(next);
    setDraft(next);
    setClashes(merged.clashes);
  };

  const save = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await send(current).catch((cause: unknown) => {
        if (cause instanceof ServerError && cause.code === 'CONFLICT') return reconcile(current);
        throw cause;
      });
    } catch (cause) {
      setError(cause);
    }
    setBusy(false);
  };

  const type = (wishes: Partial<Form>) => {
    const form = { ...current.form, ...wishes };
    if (changedFields(form, current.base).length === 0) drop();
    else setDraft({ ...current, form });
  };

  return {
    form: current.form,
    /** What the server has, as far as is known. */
    base: current.base,
    changed: changedFields(current.form, current.base),
    clashes,
    error,
    busy,
    type,
    cancel: drop,
    save: () => void save(),
    /** Takes what the other person saved, for what both changed; the rest of mine stays. */
    takeTheirs: () => {
      setClashes([]);
      type(Object.fromEntries(clashes.map((field) => [field, current.base[field]])));
    },
  };
}

export type Settings = ReturnType<typeof useSettings>;
