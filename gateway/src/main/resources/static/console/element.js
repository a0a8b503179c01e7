// Builds elements. Texts go in as text and never as markup; what is no text is never turned into one by guessing.

const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{Cs}/gu;

/** A text in which what would be obeyed, reordered or hidden is shown, as the command line shows it. */
export function visible(text) {
  return text.replace(HIDDEN, (found) => [...Array(found.length).keys()].map((i) => found.charCodeAt(i))
    .map((unit) => (unit < 0x20 ? `\\x${unit.toString(16).padStart(2, '0')}` : `\\u${unit.toString(16).padStart(4, '0')}`)).join(''));
}

function text(value) {
  return visible(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** The nodes of a child: a node, a text, a number, nothing, or any nesting of lists of them. */
function nodes(child) {
  if (child === null || child === undefined || child === '' || typeof child === 'boolean') return [];
  if (child instanceof Node) return [child];
  if (typeof child === 'object' && typeof child[Symbol.iterator] === 'function') return [...child].flatMap(nodes);
  return [document.createTextNode(text(child))];
}

/** An element; attributes that are null, undefined or false are left out. */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : text(value));
  }
  made.append(...nodes(children));
  return made;
}
