const SVG = 'http://www.w3.org/2000/svg';

/**
 * Everything that the page shows is made by these. What is a text goes in as a text: whatever a region, a key or a reason is called,
 * it never becomes markup. Names of elements and attributes are the page's own.
 */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for drawings. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** A table; the columns say what they are called and what stands there for a row. */
export function tableOf(columns, rows) {
  const cells = (kind, textOf) =>
    columns.map((column) => element(kind, column.isWords ? { class: 'words' } : {}, textOf(column)));
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...cells('th', ({ name }) => name))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...cells('td', ({ of }) => of(row))))),
  );
}

/** A figure with what it is called; `mood` is `good`, `poor` or nothing. */
export function tile(name, figure, mood = '') {
  return element('div', { class: `tile ${mood}` }, element('b', {}, figure), name);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children.map((child) => (typeof child === 'object' && child !== null ? child : String(child))));
  return node;
}
