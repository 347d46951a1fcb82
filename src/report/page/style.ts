/** The look of all pages, also of notebooks: readable on a phone, on paper, in light and in dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --text: #1f2328; --soft: #59636e; --page: #ffffff; --block: #f6f8fa; --line: #d8dee4;
  --link: #0759b5; --good: #1a7f37; --bad: #cf222e; --bad-block: #fff0ee;
  --comment: #59636e; --string: #0a4a8a; --number: #0550ae; --keyword: #b3202c; --call: #6639ba;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --soft: #9198a1; --page: #0d1117; --block: #161b22; --line: #30363d;
    --link: #6cb0ff; --good: #3fb950; --bad: #ff7b72; --bad-block: #2d1517;
    --comment: #9198a1; --string: #a5d6ff; --number: #79c0ff; --keyword: #ff7b72; --call: #d2a8ff;
  }
  .figure, .pictures img, .output > img { filter: invert(0.93) hue-rotate(180deg); }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.6 var(--sans); }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
a:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.page { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
main { min-width: 0; padding: 2rem 0 4rem; }
main.index { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.015em; margin: 0.5rem 0 1rem; }
h2 { font-size: 1.4rem; line-height: 1.3; margin: 2.5rem 0 0.75rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 0.5rem; }
.text { max-width: 44rem; }
.text img { max-width: 100%; }
.banner { color: var(--soft); font-size: 0.9rem; margin: 0 0 1.25rem; }
.passed, .failed { font-weight: 600; }
.passed { color: var(--good); }
.failed { color: var(--bad); }
nav { font-size: 0.9rem; padding-top: 1.5rem; }
nav ol { list-style: none; margin: 0.75rem 0 0; padding: 0; }
nav li { margin: 0.3rem 0; line-height: 1.4; }
nav li a { color: var(--soft); text-decoration: none; }
nav a:hover { color: var(--link); text-decoration: underline; }
.code { margin: 1rem 0 1.5rem; }
pre, code { font-family: var(--mono); font-size: 0.85rem; }
pre { margin: 0; line-height: 1.5; overflow-x: auto; }
:not(pre) > code { background: var(--block); border-radius: 4px; padding: 0.1em 0.35em; }
.source, .text pre { background: var(--block); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem 1rem; }
.source { position: relative; }
.source::before {
  content: attr(data-count); float: right; margin-left: 1rem; color: var(--soft); font-size: 0.75rem;
}
.comment { color: var(--comment); font-style: italic; }
.string { color: var(--string); }
.number { color: var(--number); }
.keyword { color: var(--keyword); }
.call { color: var(--call); }
.output { margin: 0.75rem 0 0; padding: 0 0 0 1rem; border-left: 3px solid var(--line); overflow-x: auto; }
.output.stderr { border-color: var(--bad); }
.output.error { background: var(--bad-block); border-color: var(--bad); color: var(--text); padding: 0.75rem 1rem; white-space: pre-wrap; }
.output:has(.figure), .output:has(> img) { border: 0; padding: 0; }
.output > img, .figure > img { display: block; max-width: 100%; height: auto; }
.figure.drawn > img { display: none; }
table { border-collapse: collapse; font-size: 0.9rem; margin: 0.5rem 0; display: block; max-width: 100%; overflow-x: auto; }
th, td { padding: 0.35rem 0.9rem; border-bottom: 1px solid var(--line); text-align: left; }
th { color: var(--soft); font-weight: 600; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; color: inherit; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
article { border-top: 1px solid var(--line); padding: 0.25rem 0 1.5rem; }
article h2 { margin-top: 1.25rem; margin-bottom: 0.25rem; }
article > a { text-decoration: none; }
.bars { display: block; fill: var(--link); width: 160px; height: 34px; }
.warning { color: var(--bad); }
.wide { overflow-x: auto; }
.wide table { display: table; }
.wide th, .wide td { padding: 0.35rem 0.7rem; vertical-align: top; }
.wide th.number { color: var(--soft); }
.wide small { color: var(--soft); white-space: nowrap; }
.wide .short { white-space: nowrap; }
.wide .long { min-width: 28rem; }
details { margin-top: 0.25rem; color: var(--soft); }
summary { cursor: pointer; }
@media (max-width: 40rem) {
  .stacked thead { display: none; }
  .stacked table, .stacked tbody, .stacked tr, .stacked td { display: block; }
  .stacked tr { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
  .stacked td, .stacked td.number { border: 0; padding: 0.1rem 0; text-align: left; }
  .stacked td:empty { display: none; }
  .stacked td[data-title]::before { content: attr(data-title) ': '; color: var(--soft); }
  .stacked td.long::before { display: block; }
  .stacked .long { min-width: 0; }
}
ul.plain { padding-left: 1.2rem; }
ul.plain li { margin: 0.25rem 0; }
td ul.plain { margin: 0 0 0.25rem; padding-left: 1rem; }
td ul.plain li { margin: 0; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; margin-top: 1rem; }
.pictures img { display: block; width: 100%; height: 13rem; object-fit: contain; background: #fff; border: 1px solid var(--line); border-radius: 6px; }
footer { border-top: 1px solid var(--line); padding-top: 1rem; color: var(--soft); font-size: 0.9rem; }
@media (min-width: 66rem) {
  .page { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: 3rem; }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 2rem 0; }
}
@media print {
  :root { --text: #000; --soft: #444; --page: #fff; --block: #fff; --line: #bbb; }
  body { font-size: 10pt; }
  nav, .modebar { display: none; }
  .page { display: block; max-width: none; padding: 0; }
  .source, .text pre, .output { white-space: pre-wrap; }
  .figure, .pictures img, .output > img { filter: none; break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
}
`;
