import { Suspense } from 'react';
import { useNavigate } from 'react-router';
import { InboxSheet } from '@/features/inbox/InboxSheet';
import { useAttentionNotices } from '@/features/inbox/useAttentionNotices';
import { NewProjectDialog } from '@/features/projects/NewProjectDialog';
import { AskHost } from '@/shared/cards/ask';
import { useWaitingPoll } from '@/shared/cards/waiting';
import { useValue } from '@/shared/feed/value';
import { useShortcuts } from '@/shared/keys/keys';
import { part } from '@/shared/part';
import { routes } from '@/shared/routes';
import { helpSheet, inbox, newProject, palette } from './overlayState';

export const CommandPalette = part(async () => (await import('./palette/CommandPalette')).CommandPalette);
const ShortcutSheet = part(async () => (await import('./palette/ShortcutSheet')).ShortcutSheet);

/** What can come over every page, and the keys that work everywhere. */
export const Overlays = ({ project }: { project: string | null }) => {
  const navigate = useNavigate();
  const [paletteOpen, helpOpen, inboxOpen, projectOpen] = [useValue(palette), useValue(helpSheet), useValue(inbox), useValue(newProject)];
  const go = (to: string) => void navigate(to);
  useShortcuts([
    { keys: 'mod+k', label: 'Search or do', group: 'Everywhere', whileTyping: true, run: () => palette.set(!palette.get()) },
    { keys: '?', label: 'All shortcuts', group: 'Everywhere', run: () => helpSheet.set(true) },
    { keys: 'i', label: 'What needs you', group: 'Everywhere', run: () => inbox.set(true) },
    ...(project
      ? ([
          { keys: 'g b', label: 'Board', group: 'Go to', run: () => go(routes.board(project)) },
          { keys: 'g r', label: 'Runs', group: 'Go to', run: () => go(routes.runs(project)) },
          { keys: 'g m', label: 'Metrics', group: 'Go to', run: () => go(routes.metrics(project)) },
          { keys: 'g s', label: 'Project settings', group: 'Go to', run: () => go(routes.settings(project)) },
        ] as const)
      : []),
    { keys: 'g a', label: 'Agents', group: 'Go to', run: () => go(routes.agents()) },
  ]);
  return (
    <>
      {project && <AttentionNotices project={project} />}
      {project && <InboxSheet project={project} open={inboxOpen} onOpenChange={(open) => inbox.set(open)} />}
      <NewProjectDialog open={projectOpen} onOpenChange={(open) => newProject.set(open)} />
      <AskHost />
      <Suspense>
        {paletteOpen && <CommandPalette project={project} />}
        {helpOpen && <ShortcutSheet />}
      </Suspense>
    </>
  );
};

const AttentionNotices = ({ project }: { project: string }) => {
  useWaitingPoll();
  useAttentionNotices(project);
  return null;
};
