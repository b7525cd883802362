// The keyboard.

import { el } from '/dom.js';

const KEYS = [['arrows', 'move between cards'], ['Enter', 'open the card'], ['n', 'new card'], ['/', 'filter'], ['Esc', 'close the card'], ['?', 'this list']];

const typing = (target) => target.closest('input, textarea, select, [contenteditable]');

export function onBoardKeys(board, actions) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (event.key === 'Escape' && !event.defaultPrevented) {
      if (typing(event.target)) event.target.blur();
      else actions.close();
      return;
    }
    if (typing(event.target)) return;
    const action = { n: actions.newCard, '/': actions.filter, '?': actions.help }[event.key];
    if (action) {
      event.preventDefault();
      action();
    } else if (event.key.startsWith('Arrow') && (board.contains(event.target) || event.target === document.body)) {
      move(board, event);
    }
  });
}

function move(board, event) {
  const columns = [...board.querySelectorAll('.column')].map((column) => [...column.querySelectorAll('.tile')]).filter((tiles) => tiles.length);
  if (!columns.length) return;
  event.preventDefault();
  const current = document.activeElement.closest('.tile');
  const x = columns.findIndex((tiles) => tiles.includes(current));
  if (x < 0) return columns[0][0].focus();
  const y = columns[x].indexOf(current);
  const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key] || 0;
  const column = columns[Math.min(columns.length - 1, Math.max(0, x + sideways))];
  const row = y + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] || 0);
  column[Math.min(column.length - 1, Math.max(0, row))].focus();
}

export function help() {
  const dialog = el('dialog', { onclose: () => dialog.remove() }, el('form', { method: 'dialog' }, el('h2', {}, 'Keyboard'),
    el('dl', { className: 'keys' }, KEYS.map(([key, meaning]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, meaning)]).flat()),
    el('div', { className: 'actions' }, el('button', { className: 'primary' }, 'Close'))));
  document.body.append(dialog);
  dialog.showModal();
}
