import { helpSheet } from '@/app/overlayState';
import { useActiveShortcuts, type Shortcut } from '@/shared/keys/keys';
import { Dialog } from '@/shared/ui/dialog';
import { Keys } from '@/shared/ui/kbd';

const GROUPS: readonly Shortcut['group'][] = ['Everywhere', 'Go to', 'Board', 'Card'];

/** All shortcuts that work on this page now. */
export const ShortcutSheet = () => {
  const shortcuts = useActiveShortcuts();
  return (
    <Dialog open onOpenChange={(open) => helpSheet.set(open)} title="Keyboard shortcuts" description="Those that work on this page.">
      <div className="grid gap-x-8 gap-y-4 overflow-y-auto p-4 sm:grid-cols-2">
        {GROUPS.map((group) => {
          const members = shortcuts.filter((shortcut) => shortcut.group === group);
          if (members.length === 0) return null;
          return (
            <section key={group}>
              <h3 className="mb-1 text-xs font-medium text-faint">{group}</h3>
              <dl>
                {members.map(({ keys, label }) => (
                  <div key={keys} className="flex items-center justify-between gap-4 py-1">
                    <dt>{label}</dt>
                    <dd>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
};
