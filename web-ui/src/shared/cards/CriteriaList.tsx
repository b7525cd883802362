import { Circle, CircleCheck } from 'lucide-react';

interface Criterion {
  id: string;
  description: string;
  met: boolean;
}

/** What must hold when a card is done, and what of it does. */
export const CriteriaList = ({ criteria }: { criteria: readonly Criterion[] }) => (
  <ul className="flex flex-col gap-1">
    {criteria.map(({ id, description, met }) => {
      const Icon = met ? CircleCheck : Circle;
      return (
        <li key={id} className="flex items-start gap-2">
          <Icon role="img" aria-label={met ? 'Met' : 'Not met yet'} className={met ? 'mt-0.5 size-4 shrink-0 text-done' : 'mt-0.5 size-4 shrink-0 text-faint'} />
          <span className="min-w-0 break-words">{code(description)}</span>
        </li>
      );
    })}
  </ul>
);

/** Words in backticks as code; a criterion needs no more markdown than that. */
const code = (text: string) =>
  text.split(/`([^`]+)`/).map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className="rounded bg-sunken px-1 font-mono text-xs">
        {part}
      </code>
    ) : (
      part
    ),
  );
