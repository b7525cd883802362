import type { ReactNode } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Step } from './period';
import { barName, barTick, partWords, sumOf, type Bar as BarData, type Stack } from './series';
import './metrics.css';

const colour = (part: number) => `var(--part-${part})`;
const TICK = { fill: 'var(--faint)', fontSize: 11 };

interface Props {
  stack: Stack;
  step: Step;
  format: (value: number) => string;
  /** Shorter, for the axis. */
  axis: (value: number) => string;
  /** Shows the time of one bar alone; null where there is nothing finer. */
  zoom: ((at: number) => void) | null;
  /** Leaves one part alone in the charts. */
  pick: (key: string) => void;
}

/** Bars over time with their parts on top of each other. Loaded on demand: the library is heavy. */
export const StackChart = ({ stack, step, format, axis, zoom, pick }: Props) => (
  <div>
    <div className="h-56 w-full">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 224 }}>
        <BarChart data={stack.bars} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} barCategoryGap="18%">
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="at" tickFormatter={(at: number) => barTick(at, step)} tick={TICK} tickLine={false} axisLine={{ stroke: 'var(--line-strong)' }} minTickGap={24} />
          <YAxis tickFormatter={axis} tick={TICK} tickLine={false} axisLine={false} width={52} />
          <Tooltip
            cursor={{ fill: 'var(--hover)', opacity: 0.6 }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const bar = payload?.[0]?.payload as BarData | undefined;
              return active && bar ? <Details bar={bar} names={stack.names} step={step} format={format} /> : null;
            }}
          />
          {stack.names.map((name, part) => (
            <Bar key={name} name={name} dataKey={(bar: BarData) => bar.parts[part]} stackId="all" fill={colour(part)} isAnimationActive={false} maxBarSize={48} cursor={zoom ? 'pointer' : undefined} onClick={(bar) => zoom?.((bar.payload as BarData).at)} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
    <ul className="flex flex-wrap gap-x-4 gap-y-1 px-2 pt-1 text-xs text-muted">
      {stack.names.map((name, part) => (
        <li key={name}>
          <Part name={name} of={stack.keys[part] ?? null} pick={pick}>
            <Swatch part={part} />
            {name}
            <span className="text-faint tabular-nums">{partWords(stack, part, sumOf(stack.bars.map((bar) => bar.parts[part] ?? 0)), format)}</span>
          </Part>
        </li>
      ))}
    </ul>
  </div>
);

const Part = ({ name, of, pick, children }: { name: string; of: string | null; pick: (key: string) => void; children: ReactNode }) =>
  of === null ? (
    <span className="inline-flex items-center gap-1.5">{children}</span>
  ) : (
    <button type="button" title={`Only ${name}, or all again`} onClick={() => pick(of)} className="inline-flex items-center gap-1.5 rounded hover:text-text">
      {children}
    </button>
  );

const Swatch = ({ part }: { part: number }) => <span aria-hidden className="size-2.5 rounded-sm" style={{ background: colour(part) }} />;

const Details = ({ bar, names, step, format }: { bar: BarData; names: string[]; step: Step; format: (value: number) => string }) => (
  <div className="rounded-md border bg-surface px-3 py-2 text-xs shadow-float">
    <p className="font-medium">{barName(bar.at, step)}</p>
    <ul className="mt-1">
      {names.map((name, part) =>
        bar.parts[part] ? (
          <li key={name} className="flex items-center gap-1.5">
            <Swatch part={part} />
            <span className="mr-4 text-muted">{name}</span>
            <span className="ml-auto tabular-nums">{format(bar.parts[part])}</span>
          </li>
        ) : null,
      )}
      {names.length > 1 && (
        <li className="mt-1 flex border-t pt-1 font-medium">
          In all <span className="ml-auto tabular-nums">{format(sumOf(bar.parts))}</span>
        </li>
      )}
    </ul>
  </div>
);
