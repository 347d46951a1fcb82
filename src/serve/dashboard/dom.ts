type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Makes an element; texts among its children become text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** The same of SVG. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** An element of the page; it is there, for page and code come together. */
export function byId<Type extends HTMLElement = HTMLElement>(id: string): Type {
  return document.getElementById(id) as Type;
}

/** Puts options into a select, and keeps what was chosen where it is still there. */
export function setOptions(select: HTMLSelectElement, names: readonly string[], chosen = ''): void {
  const before = select.value;
  select.replaceChildren(...names.map((name) => element('option', { value: name }, name)));
  select.value = names.includes(before) ? before : chosen;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
}

/** Draws now and whenever the width changes. */
export function onWidth(holder: HTMLElement, draw: (width: number) => void): void {
  let last = 0;
  new ResizeObserver(() => {
    const width = holder.clientWidth;
    if (width === last) return;
    last = width;
    draw(width);
  }).observe(holder);
}

function setAttributes(made: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
}
