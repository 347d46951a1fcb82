/** The beginning of a text that an error quotes, so that a line of a megabyte does not become a message of one. */
export function shortText(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
