// Builds elements. Data only ever becomes a text node or an attribute, never markup.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== 'string') node[name] = value;
    else node.setAttribute(name === 'className' ? 'class' : name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A button that cannot be pressed twice while its work is under way, and shows what went wrong. */
export function button(label, work, props = {}) {
  const node = el('button', { type: 'button', ...props, onclick: async (event) => {
    event.stopPropagation();
    if (node.getAttribute('aria-busy')) return;
    node.setAttribute('aria-busy', 'true');
    try {
      await work();
    } catch (error) {
      notify(error);
    } finally {
      node.removeAttribute('aria-busy');
    }
  } }, label);
  return node;
}

/** Shows an error until somebody dismisses it; the same one only once. */
export function notify(error) {
  const area = document.getElementById('notices');
  const text = error.message || String(error);
  if ([...area.children].some((notice) => notice.dataset.text === text)) return;
  const notice = el('div', { className: 'notice' }, el('span', {}, '✕ ', text, error.code ? ` (${error.code})` : ''),
    error.signedOut ? el('a', { href: '/' }, 'Log in') : null,
    el('button', { type: 'button', 'aria-label': 'Dismiss', onclick: () => notice.remove() }, 'Dismiss'));
  notice.dataset.text = text;
  area.append(notice);
}

/** Replaces children, keeping focus on the element with the same data-key. */
export function refill(node, ...children) {
  const key = node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  node.replaceChildren(...children.flat().filter(Boolean));
  if (key) node.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** A dialog with named fields; resolves with their values, or with null when it is cancelled. */
export function ask({ title, text, fields = [], submit, fault }) {
  return new Promise((resolve) => {
    const inputs = fields.map((field) => {
      const input = el(field.kind === 'text' ? 'textarea' : 'input', { name: field.name, required: field.required === true,
        rows: field.kind === 'text' ? String(field.rows || 5) : null, type: field.kind === 'text' ? null : field.kind || 'text',
        min: field.min, step: field.step, placeholder: field.placeholder, autocomplete: 'off', spellcheck: 'false' });
      input.value = field.value ?? '';
      return el('label', { className: 'field' }, el('span', {}, field.label), input, field.help ? el('small', {}, field.help) : null);
    });
    let values = null;
    const form = el('form', { method: 'dialog', onsubmit: () => {
      values = Object.fromEntries(new FormData(form));
    } }, el('h2', {}, title), text ? el('p', {}, text) : null, fault ? el('p', { className: 'meaning-failed', role: 'alert' }, '✕ ', fault) : null, inputs, el('div', { className: 'actions' },
      el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
      el('button', { type: 'submit', className: 'primary' }, submit)));
    const dialog = el('dialog', { onclose: () => {
      dialog.remove();
      resolve(values);
    } }, form);
    document.body.append(dialog);
    dialog.showModal();
  });
}
