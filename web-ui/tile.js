// One card on the board.

import { actionButtons, badge } from '/actions.js';
import { el, refill } from '/dom.js';
import { ATTENTION, STATES, STOPS, ago, costOf, exactly, isOpen, label, meaningOf, money } from '/words.js';

export function tile(card, open) {
  const node = el('article', { className: 'tile', tabindex: '0', 'data-key': card.id, 'data-card': card.id });
  node.addEventListener('click', (event) => event.target.closest('button') || open(node.dataset.card));
  node.addEventListener('keydown', (event) => event.target === node && event.key === 'Enter' && open(node.dataset.card));
  return node;
}

export function fillTile(node, card, changed) {
  const run = card.currentRun;
  node.className = `tile edge-${meaningOf(card).name}`;
  node.setAttribute('aria-label', `Card ${card.number}: ${card.title}`);
  const strip = card.state === 'ERROR_FIXING' ? `fixing an error, attempt ${card.errorCount} of ${card.maxRetries}` : null;
  refill(node,
    el('div', { className: 'tile-top' }, el('span', { className: 'quiet num' }, `#${card.number}`),
      el('strong', { className: 'tile-title' }, card.title), el('span', { className: 'quiet num' }, `P${card.priority}`)),
    strip ? el('div', { className: 'strip' }, '✕ ', strip) : null,
    el('div', { className: 'tile-row' }, badge(card, el), stateName(card), el('span', { className: 'spring' }),
      el('span', { className: 'num', title: 'Cost of this card' }, money(costOf(card)))),
    run ? runLine(run) : null,
    run ? budget(run) : null,
    card.attention ? el('div', { className: 'attention' }, el('b', {}, label(ATTENTION, card.attention.reason)), ' ', card.attention.message) : null,
    el('div', { className: 'tile-row quiet' }, card.labels.map((name) => el('span', { className: 'label' }, name)), el('span', { className: 'spring' }),
      el('time', { datetime: card.updatedAt, title: exactly(card.updatedAt) }, ago(card.updatedAt))),
    el('div', { className: 'actions' }, actionButtons(card, changed)));
}

/** The state, unless the badge already says it. */
function stateName(card) {
  const name = label(STATES, card.state);
  return name === meaningOf(card).word ? null : el('span', { className: 'quiet' }, name);
}

function runLine(run) {
  const agent = [run.platform, run.model || run.subscription].filter(Boolean).join(' · ');
  const stop = run.stopReason ? el('span', { className: 'quiet' }, label(STOPS, run.stopReason)) : null;
  return el('div', { className: 'tile-row' }, el('span', {}, agent), stop, el('span', { className: 'spring' }),
    el('span', { className: 'num' }, `it. ${run.iteration}/${run.limits.maxIterations}`));
}

function budget(run) {
  const limit = Number(run.limits.maxCostUsd);
  if (!isOpen(run) || !(limit > 0)) return null;
  const used = Math.min(1, Number(run.costUsd) / limit);
  return el('meter', { min: '0', max: '1', high: '0.8', value: String(used), 'aria-label': 'Share of the budget',
    title: `${money(run.costUsd)} of ${money(limit)}` });
}
