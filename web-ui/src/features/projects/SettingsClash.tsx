import { GitCompare } from 'lucide-react';
import { Button } from '@/shared/ui/button';
import { LABELS, type FieldName, type Form } from './settings';
import type { Settings } from './useSettings';

const shown = (form: Form, field: FieldName): string => {
  const value = form[field];
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value || '(empty)';
};

/** Somebody else saved the same settings meanwhile: both stand there, a person chooses, nothing is lost. */
export const SettingsClash = ({ settings }: { settings: Settings }) => (
  <div role="alert" className="flex flex-col gap-2 rounded-md border border-needs-solid/60 bg-needs-solid/10 p-3 text-sm">
    <p className="flex items-center gap-2 font-medium text-needs">
      <GitCompare className="size-4 shrink-0" /> Somebody saved other settings while you edited. Nothing of yours is saved yet.
    </p>
    <div className="overflow-x-auto">
      <table className="w-full text-left text-xs">
        <thead className="text-muted">
          <tr>
            {['Setting', 'Theirs, saved', 'Yours'].map((name) => (
              <th key={name} scope="col" className="py-1 pr-4 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {settings.clashes.map((field) => (
            <tr key={field} className="border-t align-top">
              <th scope="row" className="py-1.5 pr-4 font-medium">
                {LABELS[field]}
              </th>
              <td className="py-1.5 pr-4 break-words whitespace-pre-wrap">{shown(settings.base, field)}</td>
              <td className="py-1.5 break-words whitespace-pre-wrap">{shown(settings.form, field)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <div className="flex flex-wrap justify-end gap-2">
      <Button onClick={settings.takeTheirs}>Take theirs</Button>
      <Button look="primary" onClick={settings.save} disabled={settings.busy}>
        Save mine over them
      </Button>
    </div>
  </div>
);
