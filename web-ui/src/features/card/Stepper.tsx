import { Check } from 'lucide-react';
import type { Card } from '@/shared/cards/card';
import { COLUMNS, columnOf } from '@/shared/cards/columns';
import { statusOf } from '@/shared/cards/meaning';
import { useDetail } from '@/features/card/task/detail';
import { useProjects } from '@/shared/projects';
import { cn } from '@/shared/ui/cn';

const TONES = { running: 'bg-running', needs: 'bg-needs-solid', failed: 'bg-failed', done: 'bg-done', waiting: 'bg-waiting' };

/** The way from draft to done, and where the card is on it. Steps that the project does not have, and planning that was skipped, are left out. */
export const Stepper = ({ card }: { card: Card }) => {
  const { projects } = useProjects();
  const project = projects?.find((candidate) => candidate.id === card.projectId);
  const { detail } = useDetail(card);
  const here = columnOf(card);
  const absent = { planning: here !== 'draft' && detail !== null && !detail.plan, build: !project?.buildEnabled, deploy: !project?.deployEnabled };
  const steps = COLUMNS.filter(({ id }) => id === here || !(id in absent && absent[id as keyof typeof absent]));
  const at = steps.findIndex((step) => step.id === here);
  const meaning = statusOf(card).meaning;
  return (
    <ol aria-label="Progress" className="hidden items-center gap-1 text-2xs text-faint md:flex">
      {steps.map((step, index) => {
        const passed = index < at || (step.id === 'done' && here === 'done');
        return (
          <li key={step.id} aria-current={index === at ? 'step' : undefined} className="flex items-center gap-1">
            {index > 0 && <span aria-hidden className={cn('h-px w-3', index <= at ? 'bg-line-strong' : 'bg-line')} />}
            {passed ? <Check aria-hidden className="size-3 text-done" /> : <span aria-hidden className={cn('size-1.5 rounded-full bg-line-strong', index === at && TONES[meaning])} />}
            <span className={cn(index === at && 'font-semibold text-text')}>{step.name}</span>
          </li>
        );
      })}
    </ol>
  );
};
