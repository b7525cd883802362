// One event of a run as a block of the transcript.

import { el } from '/dom.js';
import { clock, exactly, money, tokens } from '/words.js';

const LONG = 20_000;
/** Where a card's worktree lies says nothing new in each line. */
const WORKTREE = /\/\S*\/worktrees\/[0-9a-f-]{36}\/[^/\s]+\//g;

/** {node, result(event)}: a tool's call and its result are one block. */
export function eventBlock(event) {
  const node = el('li', { className: `event kind-${event.kind.toLowerCase()}${event.parentToolId ? ' nested' : ''}`, 'data-seq': String(event.seq),
    title: exactly(event.at) }, content(event));
  return { node, result: (result) => addResult(node, result) };
}

function content(event) {
  switch (event.kind) {
    case 'ASSISTANT_TEXT':
      return el('div', { className: 'prose' }, ...long(event.text));
    case 'THINKING':
      return folded('Thinking', event.text);
    case 'TOOL_CALL':
      return el('details', { className: 'tool' }, el('summary', {}, el('span', { className: 'outcome', 'aria-label': 'under way' }, '…'), ' ',
        el('b', {}, event.toolName || 'tool'), ' ', el('code', {}, target(event))), el('pre', {}, ...long(pretty(event.toolInput))));
    case 'TOOL_RESULT':
      return el('details', { className: 'tool' }, el('summary', {}, event.isError ? '✕ ' : '✓ ', 'Result'), el('pre', {}, ...long(event.toolOutput || event.text)));
    case 'FILE_CHANGED':
      return line('✎', 'Changed', el('code', {}, event.path || event.text || ''));
    case 'USAGE':
      return line('∑', `${tokens(event.inputTokens)} in, ${tokens(event.outputTokens)} out`, event.costUsd === null ? '' : money(event.costUsd));
    case 'RATE_LIMIT':
      return line('‖', 'Usage limit', [event.text, event.resetsAt ? `Resets at ${clock(event.resetsAt)}.` : ''].filter(Boolean).join(' '));
    case 'AUTH_FAILED':
      return line('✕', 'Login refused', event.text);
    case 'COMPLETION_SIGNAL':
      return line('✓', 'The agent says that it is done');
    case 'WARNING':
      return line('!', 'Warning', event.text);
    case 'SESSION_STARTED':
      return line('▸', 'Session started', event.text);
    case 'SESSION_ENDED':
      return el('div', {}, line(event.isError ? '✕' : '▪', event.isError ? 'Session failed' : 'Session ended', ''), el('div', { className: 'prose' }, ...long(event.text)));
    case 'ITERATION_STARTED':
      return el('h3', {}, `Iteration ${event.iteration}`);
    case 'ITERATION_ENDED':
      return line('▪', `Iteration ${event.iteration} ended`, [event.text, event.costUsd === null ? '' : money(event.costUsd)].filter(Boolean).join(' · '));
    case 'CHECKPOINT':
      return line('⚑', 'Checkpoint', event.text);
    case 'GAP':
      return line('⋯', 'Not kept', event.text);
    case 'HINT':
      return line('✉', 'Hint', event.text);
    default:
      return el('pre', { className: 'raw' }, ...long(event.text));
  }
}

const line = (sign, word, text) => el('div', { className: 'line' }, el('span', { className: 'sign', 'aria-hidden': 'true' }, sign), ' ', el('b', {}, word), ' ', text || '');

const folded = (word, text) => el('details', {}, el('summary', { className: 'quiet' }, word, ' ', String(text || '').slice(0, 120)), el('div', { className: 'prose' }, ...long(text)));

function addResult(node, event) {
  const outcome = node.querySelector('.outcome');
  outcome.textContent = event.isError ? '✕' : '✓';
  outcome.setAttribute('aria-label', event.isError ? 'failed' : 'succeeded');
  node.classList.toggle('failed', Boolean(event.isError));
  node.querySelector('details').append(el('pre', {}, ...long(event.toolOutput || event.text)));
}

/** Long text is shown in part, so that one event cannot stall the page. */
function long(text) {
  const value = String(text || '');
  if (value.length <= LONG) return [value];
  const rest = el('button', { type: 'button', onclick: () => rest.replaceWith(value.slice(LONG)) }, `Show ${tokens(value.length - LONG)} more characters`);
  return [value.slice(0, LONG), rest];
}

function parsed(input) {
  try {
    return JSON.parse(input);
  } catch {
    return null;
  }
}

const pretty = (input) => {
  const value = parsed(input);
  return value && typeof value === 'object' ? JSON.stringify(value, null, 2) : input;
};

function target(event) {
  const input = parsed(event.toolInput);
  const value = event.path || input?.file_path || input?.path || input?.command || input?.pattern || input?.description || input?.url;
  return String(value ?? (input ? '' : event.toolInput || '')).split('\n')[0].replaceAll(WORKTREE, '').slice(0, 160);
}
