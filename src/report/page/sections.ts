import { escapeHtml } from '../../plots/render/html';
import { layPage } from './layout';

/** A part of a page, which its contents lead to. */
export interface Section {
  /** For links: letters alone. */
  readonly id: string;
  readonly title: string;
  readonly html: string;
}

/**
 * A whole page of sections with contents beside them.
 *
 * @param banner one line below the title.
 */
export function sectionsPage(title: string, banner: string, sections: readonly Section[]): string {
  const links = sections.map(({ id, title: name }) => `<li><a href="#${id}">${name}</a></li>`);
  const bodies = sections.map(
    ({ id, title: name, html }) => `<section id="${id}"><h2>${name}</h2>\n${html}</section>`,
  );
  return layPage(
    title,
    `<div class="page">
<nav aria-label="Contents"><ol>${links.join('\n')}</ol></nav>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="banner">${escapeHtml(banner)}</p>
${bodies.join('\n')}
</main>
</div>`,
  );
}

/** A paragraph of text, which is escaped. */
export function paragraph(words: string): string {
  return `<p class="text">${escapeHtml(words)}</p>`;
}

/** Texts as a list; nothing where there are none. */
export function plainList(items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<ul class="plain text">${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n')}</ul>`;
}
