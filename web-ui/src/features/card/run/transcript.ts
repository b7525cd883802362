import type { RunEvent } from '@/shared/feed/runLog';

/** What belongs to one tool call: the call, its answer, the files it changed, and what a sub-agent did in it. */
export interface ToolUse {
  call?: RunEvent;
  result?: RunEvent;
  files: Set<string>;
  /** Events that belong to this use and are told in its row. */
  told: Set<number>;
  /** What its sub-agent did, as far as it was loaded. */
  steps: Set<number>;
  lastStep?: RunEvent;
}

/** Some agents count their tools anew in every iteration. */
const keyOf = (iteration: number, toolId: string) => `${iteration}:${toolId}`;

/**
 * Which events of a run get a row of their own, and which are told in another's. Events may come in any order and more than
 * once: a page from the middle, the end, the same again.
 */
export class Transcript {
  private readonly uses = new Map<string, ToolUse>();
  private readonly folded = new Set<string>();

  /** Takes events in. Returns the numbers of all events whose row may look otherwise now. */
  take(events: readonly RunEvent[]): number[] {
    const touched = new Set<number>();
    for (const event of events) {
      touched.add(event.seq);
      if (event.toolId) this.pair(event, event.toolId, touched);
      if (event.parentToolId) this.nest(event, event.parentToolId, touched);
    }
    return [...touched];
  }

  private pair(event: RunEvent, toolId: string, touched: Set<number>) {
    const use = this.use(event.iteration, toolId);
    if (event.kind === 'TOOL_CALL') use.call = event;
    else {
      use.told.add(event.seq);
      if (event.kind === 'TOOL_RESULT') use.result = event;
      if (event.path) use.files.add(event.path);
    }
    if (use.call) touched.add(use.call.seq);
    use.told.forEach((seq) => touched.add(seq));
  }

  private nest(event: RunEvent, parent: string, touched: Set<number>) {
    const use = this.use(event.iteration, parent);
    use.steps.add(event.seq);
    if (!use.lastStep || use.lastStep.seq < event.seq) use.lastStep = event;
    if (use.call) touched.add(use.call.seq);
  }

  private use(iteration: number, toolId: string): ToolUse {
    const key = keyOf(iteration, toolId);
    let use = this.uses.get(key);
    if (!use) this.uses.set(key, (use = { files: new Set(), told: new Set(), steps: new Set() }));
    return use;
  }

  useOf(event: RunEvent): ToolUse | undefined {
    return event.toolId ? this.uses.get(keyOf(event.iteration, event.toolId)) : undefined;
  }

  /** How deep in sub-agents it happened; 0 is the agent itself. */
  depth(event: RunEvent): number {
    return this.parents(event).length;
  }

  /** No row of its own: there is nothing to say, another row says it, or its sub-agent is folded. */
  hidden(event: RunEvent): boolean {
    return silent(event) || this.toldElsewhere(event) || this.parents(event).some((key) => this.folded.has(key));
  }

  private toldElsewhere(event: RunEvent): boolean {
    if (event.kind !== 'TOOL_RESULT' && event.kind !== 'FILE_CHANGED') return false;
    return this.useOf(event)?.call !== undefined;
  }

  isFolded(event: RunEvent): boolean {
    return event.toolId !== null && this.folded.has(keyOf(event.iteration, event.toolId));
  }

  /** Folds or unfolds what a sub-agent did. Returns the events that this hides or shows. */
  fold(event: RunEvent, fold: boolean): number[] {
    if (!event.toolId) return [];
    const key = keyOf(event.iteration, event.toolId);
    if (fold) this.folded.add(key);
    else this.folded.delete(key);
    return this.below(key);
  }

  /** Unfolds whatever hides the event. */
  reveal(event: RunEvent): number[] {
    return this.parents(event)
      .filter((key) => this.folded.delete(key))
      .flatMap((key) => this.below(key));
  }

  private below(key: string, seen = new Set<string>()): number[] {
    const use = this.uses.get(key);
    if (!use || seen.has(key)) return [];
    seen.add(key);
    const inner = [...this.uses].filter(([, other]) => other.call && use.steps.has(other.call.seq));
    return [...use.steps, ...inner.flatMap(([innerKey]) => this.below(innerKey, seen))];
  }

  /** The uses it happened in, the innermost first. */
  private parents(event: RunEvent): string[] {
    const keys: string[] = [];
    for (let parent = event.parentToolId; parent; ) {
      const key = keyOf(event.iteration, parent);
      if (keys.includes(key)) break;
      keys.push(key);
      parent = this.uses.get(key)?.call?.parentToolId ?? null;
    }
    return keys;
  }
}

/** What is told by the rule at the iteration's end, or says nothing. */
function silent(event: RunEvent): boolean {
  switch (event.kind) {
    case 'USAGE':
    case 'CHECKPOINT':
      return true;
    case 'SESSION_ENDED':
      return event.isError !== true;
    case 'ASSISTANT_TEXT':
    case 'THINKING':
    case 'RAW':
      return !event.text?.trim();
    default:
      return false;
  }
}

/** The first event of an iteration, found by looking at few: iterations follow each other. */
export async function firstOf(iteration: number, lastSeq: number, iterationAt: (seq: number) => Promise<number>): Promise<number> {
  let [low, high] = [1, Math.max(1, lastSeq)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await iterationAt(middle)) < iteration) low = middle + 1;
    else high = middle;
  }
  return low;
}
