// What a person can do to a card: its allowed triggers and the controls of its run.

import { request } from '/client.js';
import { ask, button } from '/dom.js';
import { FIRE, PAUSE_LOOP, RESUME_LOOP, START_LOOP, STOP_LOOP } from '/queries.js';
import { TRIGGERS, isOpen, label, meaningOf } from '/words.js';

const PRIMARY = ['APPROVE_PLAN', 'APPROVE_REVIEW', 'START_CODING', 'RETRY', 'UNARCHIVE'];
const LOOPING = ['PLANNING', 'CODING', 'ERROR_FIXING'];

/** Triggers that need a reason or a second thought. */
function question(card, trigger) {
  switch (trigger) {
    case 'REJECT_REVIEW':
      return { title: 'Request changes', submit: 'Request changes', needsReason: true, help: 'The next iteration is told this.' };
    case 'REJECT_PLAN':
      return { title: 'Reject plan', submit: 'Reject plan', needsReason: false };
    case 'RETRY':
      return card.state === 'COMPLETED' ? { button: 'Reopen', title: 'Reopen card', submit: 'Reopen', needsReason: true, help: 'The agent is told this.' } : null;
    case 'CANCEL':
      return { title: 'Cancel card', submit: 'Cancel card', needsReason: false, text: 'Its run is stopped. The branch and the worktree are kept.' };
    default:
      return null;
  }
}

async function fire(card, trigger, changed) {
  const open = question(card, trigger);
  let reason = null;
  if (open) {
    const answer = await ask({ title: open.title, text: open.text, submit: open.submit,
      fields: [{ name: 'reason', label: 'Reason', kind: 'text', required: open.needsReason, help: open.help }] });
    if (!answer) return;
    reason = answer.reason.trim() || null;
  }
  changed((await request(FIRE, { card: card.id, trigger, reason })).fire);
}

async function goOn(card, changed) {
  const limits = card.limits || card.currentRun?.limits || {};
  const answer = await ask({ title: 'Go on', submit: 'Start run', text: 'Starts from the last checkpoint. An empty field keeps the limit it has.', fields: [
    { name: 'maxIterations', label: 'Iterations at most', kind: 'number', min: '1', step: '1', value: limits.maxIterations },
    { name: 'maxCostUsd', label: 'Cost at most, in USD', kind: 'number', min: '0', step: 'any', value: limits.maxCostUsd },
    { name: 'subscription', label: 'Subscription', value: '', placeholder: 'the one it has' },
  ] });
  if (!answer) return;
  const raised = {};
  if (answer.maxIterations) raised.maxIterations = Number(answer.maxIterations);
  if (answer.maxCostUsd) raised.maxCostUsd = Number(answer.maxCostUsd);
  const options = { limits: raised };
  if (answer.subscription.trim()) options.subscription = answer.subscription.trim();
  await request(START_LOOP, { card: card.id, options });
  changed(null);
}

/** @param changed called with the card as the server has it now, or with null when it must be loaded again */
export function actionButtons(card, changed) {
  const run = card.currentRun;
  const control = (text, query) => button(text, async () => {
    await request(query, { card: card.id });
    changed(null);
  }, { 'data-key': `${card.id}/${text}` });
  const first = (trigger) => PRIMARY.includes(trigger) && card.state !== 'COMPLETED';
  const triggers = [...card.allowedTriggers].sort((a, b) => first(b) - first(a));
  return [
    !isOpen(run) && LOOPING.includes(card.state) ? button('Go on…', () => goOn(card, changed), { className: 'primary', 'data-key': `${card.id}/go-on` }) : null,
    ['PAUSED', 'PARKED'].includes(run?.state) ? control('Resume run', RESUME_LOOP) : null,
    ['RUNNING', 'QUEUED'].includes(run?.state) ? control('Pause run', PAUSE_LOOP) : null,
    isOpen(run) ? control('Stop run', STOP_LOOP) : null,
    triggers.map((trigger) => button((question(card, trigger)?.button || label(TRIGGERS, trigger)) + (question(card, trigger) ? '…' : ''), () => fire(card, trigger, changed), {
      className: first(trigger) ? 'primary' : trigger === 'CANCEL' ? 'danger' : '', 'data-key': `${card.id}/${trigger}` })),
  ].flat().filter(Boolean);
}

/** The meaning of a card's state as sign and word. */
export function badge(card, element) {
  const meaning = meaningOf(card);
  return element('span', { className: `badge meaning-${meaning.name}` }, element('span', { 'aria-hidden': 'true', className: 'sign' }, meaning.sign), ' ', meaning.word);
}
