const light = `
  --paper: #fbfaf7; --card: #ffffff; --ink: #1c1d20; --muted: #5b5e66; --line: #e4e1d9; --wash: #f3f1eb;
  --accent: #0b5d68; --done: #2a7d6b; --done-ink: #1d5f50; --todo: #d08a1d; --todo-ink: #85510a; --lost: #b3372b; --lost-ink: #9d2a1f;
  --lost-wash: #fcf1ef; --del: #fcefed; --del-word: #f5cac4; --ins: #eaf5ef; --ins-word: #bfe2cf; --target: #fff6dc;
`;

const dark = `
  --paper: #141517; --card: #1b1d20; --ink: #e9e7e2; --muted: #a5a8ae; --line: #303338; --wash: #212428;
  --accent: #7cc7d2; --done: #4fae98; --done-ink: #74cbb6; --todo: #d29a45; --todo-ink: #e5b565; --lost: #e2776b; --lost-ink: #f0978c;
  --lost-wash: #2b1d1c; --del: #301f1e; --del-word: #63302b; --ins: #18291f; --ins-word: #23573c; --target: #37301a;
`;

/** The page's style: system fonts, two themes, print. Needs no script. */
export const style = `
:root { color-scheme: light; ${light} }
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { color-scheme: dark; ${dark} } }
@media screen { :root[data-theme="dark"] { color-scheme: dark; ${dark} } }

*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 6rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 400 1rem/1.6 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
code, pre, .mono { font-family: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; font-size: .875em; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .2em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
[hidden] { display: none !important; }
.page { max-width: 70rem; margin: 0 auto; padding: 0 1.5rem; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; background: var(--card); border: 1px solid var(--line); z-index: 3; }
.skip:focus { top: .5rem; }
.muted { color: var(--muted); }

header.top { padding: 2.25rem 0 0; }
header.top .page { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
.eyebrow { margin: 0; color: var(--muted); font-size: .875rem; letter-spacing: .02em; }
button, select, input { font: inherit; color: inherit; }
button.plain { background: none; border: 1px solid var(--line); border-radius: .4rem; padding: .2rem .7rem; font-size: .875rem; color: var(--muted); cursor: pointer; white-space: nowrap; }
button.plain:hover { color: var(--ink); border-color: var(--muted); }

h1 { font-size: clamp(1.7rem, 1.1rem + 2.4vw, 2.6rem); line-height: 1.15; letter-spacing: -.022em; font-weight: 600; margin: 0 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; letter-spacing: -.012em; font-weight: 600; margin: 0 0 .35rem; }
h3 { font-size: 1.05rem; font-weight: 600; margin: 2.25rem 0 .75rem; }
section { margin: 3.25rem 0; }
section > p.lead, .hero p.lead { margin: 0 0 1.1rem; color: var(--muted); max-width: 46rem; }

.hero { display: grid; grid-template-columns: 1fr auto; gap: 2rem 3rem; align-items: center; margin: 1.5rem 0 0; padding-bottom: 2.25rem; border-bottom: 1px solid var(--line); }
.figures { display: flex; flex-wrap: wrap; gap: 1.25rem 2.75rem; margin: 1.75rem 0 0; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--muted); font-size: .875rem; }
.figures dd { margin: 0; font-size: 1.6rem; line-height: 1.25; font-weight: 600; letter-spacing: -.02em; }
.figures .done dd { color: var(--done-ink); } .figures .todo dd { color: var(--todo-ink); } .figures .lost dd { color: var(--lost-ink); }

.ring { width: 12.5rem; height: 12.5rem; display: block; }
.ring circle { fill: none; stroke-width: 11; }
.ring .track { stroke: var(--wash); } .ring .done { stroke: var(--done); } .ring .patch { stroke: var(--accent); } .ring .todo { stroke: var(--todo); } .ring .lost { stroke: var(--lost); }
.ring text { fill: var(--ink); font-size: 30px; font-weight: 600; letter-spacing: -.03em; }
.ring .unit { font-size: 15px; font-weight: 400; fill: var(--muted); }

.breakdown { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 3rem 3.5rem; align-items: start; }
.breakdown section { margin: 0; min-width: 0; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
th, td { padding: .5rem .5rem .5rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: middle; }
thead th { font-weight: 400; font-size: .8125rem; color: var(--muted); padding-top: 0; }
tbody th { font-weight: 400; overflow-wrap: anywhere; }
tbody th a { text-decoration: none; } tbody th a:hover { text-decoration: underline; }
th.number, td.number { text-align: right; width: 5rem; padding-right: 0; white-space: nowrap; }
td.chart { width: 22%; min-width: 4.5rem; padding-right: .25rem; }
.bar { display: block; width: 100%; height: .5rem; border-radius: .25rem; }
.bar .track { fill: var(--wash); } .bar .done { fill: var(--done); } .bar .todo { fill: var(--todo); }
details.more > summary { cursor: pointer; padding: .6rem 0; font-size: .875rem; color: var(--accent); }

.alarm { background: var(--lost-wash); border-left: 3px solid var(--lost); padding: 1.35rem 1.5rem; border-radius: 0 .5rem .5rem 0; margin: 2.25rem 0 0; }
.alarm h2 { color: var(--lost-ink); }
.alarm p.lead { color: var(--ink); }
ul.rows { list-style: none; margin: 0; padding: 0; }
ul.rows > li { padding: .55rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
ul.rows .mono { font-weight: 600; }
ul.rows .muted { display: block; font-size: .9375rem; }
ol.steps { margin: 0; padding-left: 1.4rem; max-width: 46rem; } ol.steps li { padding: .25rem 0 .25rem .35rem; } ol.steps li::marker { color: var(--muted); }
p code, li code { background: var(--wash); padding: .08em .35em; border-radius: .25rem; overflow-wrap: anywhere; }

.filter { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--line); padding: .75rem 0; margin: 0 0 1rem; }
.filter form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: stretch; }
.filter input, .filter select { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .38rem .6rem; font-size: .9375rem; min-width: 0; }
.filter input { flex: 1 1 14rem; } .filter select { flex: 0 1 auto; max-width: 14rem; text-overflow: ellipsis; }
.filter p { margin: .5rem 0 0; font-size: .875rem; color: var(--muted); display: flex; flex-wrap: wrap; gap: 0 1.25rem; justify-content: space-between; }
kbd { font: inherit; font-size: .8125rem; border: 1px solid var(--line); border-radius: .25rem; padding: 0 .35em; background: var(--card); }

ol.sites { list-style: none; margin: 0; padding: 0; }
/* What is off the screen is not styled nor laid out, many sites at a time: a box for each would itself take as long as some of these. */
.sites.whole { content-visibility: auto; contain-intrinsic-size: auto 500rem; }
/* No list items: with those, hiding thousands of them takes a browser half a minute, for it numbers the rest again. */
.site { display: block; border-top: 1px solid var(--line); padding: 1.1rem 0 1.25rem; }
.site:target, .site:focus { background: var(--target); box-shadow: -1rem 0 var(--target), 1rem 0 var(--target); outline: none; }
.site:focus-visible { outline: 2px solid var(--accent); outline-offset: 4px; }
.site h4 { font-family: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; margin: 0; font-size: .9375rem; font-weight: 600; line-height: 1.5; overflow-wrap: anywhere; }
.site h4 a { color: inherit; text-decoration: none; } .site h4 a:hover { text-decoration: underline; }
.site .meta { margin: .1rem 0 .6rem; font-size: .875rem; color: var(--muted); max-width: none; }
.site label { float: right; margin-left: 1rem; font-size: .875rem; color: var(--muted); cursor: pointer; }
.site.checked pre, .site.checked p { opacity: .75; } .site.checked h4 { text-decoration: line-through; }
.start { margin: 0 0 1.1rem; max-width: 46rem; }
.site p { margin: .6rem 0 0; max-width: 46rem; }
.site ul.notes { list-style: disc; margin: .4rem 0 0; padding-left: 1.1rem; color: var(--muted); font-size: .9375rem; max-width: 46rem; }
pre.diff { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .45rem 0; font-size: .8438rem; line-height: 1.6; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; direction: ltr; }
pre.diff > * { display: block; padding: 0 .9rem 0 2rem; text-indent: -1.15rem; text-decoration: none; min-height: 1.6em; unicode-bidi: isolate; }
pre.diff > *::before { content: " "; display: inline-block; width: 1.15rem; text-indent: 0; color: var(--muted); }
pre.diff > del { background: var(--del); } pre.diff > del::before { content: "\\2212"; color: var(--lost-ink); }
pre.diff > ins { background: var(--ins); } pre.diff > ins::before { content: "+"; color: var(--done-ink); }
pre.diff b { font-weight: inherit; border-radius: .2em; } pre.diff del b { background: var(--del-word); } pre.diff ins b { background: var(--ins-word); }
footer { border-top: 1px solid var(--line); margin-top: 4rem; padding: 1.5rem 0 3rem; font-size: .875rem; color: var(--muted); }

@media (max-width: 44rem) {
  html { scroll-padding-top: 1rem; }
  .page { padding: 0 1.1rem; }
  header.top { padding-top: 1.25rem; }
  .hero { grid-template-columns: 1fr; gap: 1.75rem; }
  .ring { width: 9.5rem; height: 9.5rem; }
  .figures { gap: 1rem 2rem; }
  section { margin: 2.5rem 0; }
  .filter { position: static; }
  .filter select { flex: 1 1 45%; max-width: none; }
  .keys { display: none; }
  td.chart { min-width: 3.5rem; width: 18%; }
  th.number, td.number { width: 4rem; white-space: normal; }
}
@media print {
  @page { margin: 16mm; }
  :root { --paper: #fff; font-size: 10pt; }
  body { font-size: 1rem; }
  .page { max-width: none; padding: 0; }
  .skip, .filter, button, .site label { display: none !important; }
  .sites.whole { content-visibility: visible; }
  .site { break-inside: avoid; }
  .hero, .alarm, tr, ol.steps li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
