// What a card has changed, and comments on it.

import { request } from '/client.js';
import { button, el, notify, refill } from '/dom.js';
import { ADD_COMMENT, CARD_DIFF } from '/queries.js';

const SIGNS = { ADDED: '+', DELETED: '−', RENAMED: '→', TYPE_CHANGED: '≠' };
const OPEN_UP_TO = 20;

export class ChangesPane {
  #files = el('div', {}, el('p', { className: 'quiet' }, 'Comparing…'));
  #comments = el('div', { className: 'comments' });

  constructor(card, changed) {
    this.node = el('div', { className: 'changes' }, el('div', { className: 'actions' }, button('Compare again', () => load(card, this.#files))),
      this.#comments, commentBox(card, changed), this.#files);
    load(card, this.#files).catch((error) => {
      notify(error);
      refill(this.#files, el('p', { className: 'empty' }, 'The comparison could not be loaded.'));
    });
  }

  update(card) {
    refill(this.#comments, card.reviewComments.map((comment) => el('div', { className: comment.resolved ? 'comment quiet' : 'comment' }, el('b', {}, comment.author), ' ',
      comment.path ? el('code', {}, comment.line ? `${comment.path}:${comment.line}` : comment.path) : null, el('div', { className: 'prose' }, comment.text))));
  }
}

async function load(card, node) {
  const diff = (await request(CARD_DIFF, { id: card.id })).card?.diff;
  if (!diff || diff.files.length === 0) {
    refill(node, el('p', { className: 'empty' }, diff ? 'Nothing has changed against the base yet.' : 'The card has no worktree yet. Its changes will be here once a run has started.'));
    return;
  }
  const sum = (key) => diff.files.reduce((total, file) => total + file[key], 0);
  refill(node, el('p', { className: 'quiet' }, `${diff.files.length} files, +${sum('additions')} −${sum('deletions')}, from ${diff.base.slice(0, 10)} to ${diff.head.slice(0, 10)} and what is not committed`),
    diff.files.map((file) => fileBlock(file, diff.files.length <= OPEN_UP_TO)));
}

function fileBlock(file, open) {
  const body = el('div', {});
  const node = el('details', { className: 'file' }, el('summary', {}, el('span', { title: file.status.toLowerCase() }, SIGNS[file.status] || '~'), ' ',
    el('code', {}, file.oldPath && file.oldPath !== file.path ? `${file.oldPath} → ${file.path}` : file.path), ' ',
    el('span', { className: 'plus num' }, `+${file.additions}`), ' ', el('span', { className: 'minus num' }, `−${file.deletions}`)), body);
  // Lines become elements only when somebody looks.
  node.addEventListener('toggle', () => node.open && !body.firstChild && body.append(...patch(file)));
  node.open = open;
  return node;
}

function patch(file) {
  const note = file.truncated ? el('p', { className: 'quiet' }, file.patch ? 'Too large: only the beginning is shown.' : 'Too large to show.')
    : file.patch ? null : el('p', { className: 'quiet' }, 'Binary file.');
  const lines = (file.patch || '').replace(/\n$/, '').split('\n');
  const first = lines.findIndex((line) => line.startsWith('@@'));
  const text = el('pre', { className: 'patch' }, (first < 0 ? lines : lines.slice(first)).map((line) => el('span', { className: kind(line) }, line + '\n')));
  return [file.patch ? text : null, note].filter(Boolean);
}

function kind(line) {
  return { '+': 'plus', '-': 'minus', '@': 'hunk' }[line.charAt(0)] || null;
}

function commentBox(card, changed) {
  const input = el('textarea', { rows: '2', 'aria-label': 'Review comment', placeholder: 'A comment on the whole change' });
  return el('div', { className: 'hint' }, input, button('Add comment', async () => {
    if (!input.value.trim()) return;
    await request(ADD_COMMENT, { card: card.id, comment: { text: input.value.trim() } });
    input.value = '';
    changed(null);
  }));
}
