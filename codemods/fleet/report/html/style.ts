import { style as base } from '../../../reports/html/style';

/** The style of a repository's page, with additions for the fleet page. */
export const style = `${base}
.strip { display: block; width: 100%; height: .75rem; border-radius: .375rem; background: var(--wash); margin: 0 0 1rem; }

.strip .migrated { fill: var(--done); } .strip .ready { fill: var(--accent); } .strip .attention { fill: var(--todo); }
.strip .failed { fill: var(--lost); } .strip .pending, .strip .unused { fill: var(--line); }
.keys-list { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: .35rem 2rem; margin: 0; padding: 0; list-style: none; font-size: .9375rem; }
.keys-list b { font-weight: 600; }
.dot::before { content: ""; display: inline-block; width: .6em; height: .6em; border-radius: 50%; margin-right: .5em; background: var(--line); }
.dot.migrated::before { background: var(--done); } .dot.ready::before { background: var(--accent); }
.dot.attention::before { background: var(--todo); border-radius: 1px; } .dot.failed::before { background: var(--lost); border-radius: 1px; }
.trend { width: 100%; height: auto; display: block; }
.trend .grid { stroke: var(--line); } .trend text { fill: var(--muted); font-size: 11px; }
.trend .area { fill: var(--wash); } .trend polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
.trend .left { stroke: var(--accent); } .trend .person { stroke: var(--todo); stroke-dasharray: 4 3; } .trend circle { fill: var(--accent); }
.legend { margin: .25rem 0 0; font-size: .875rem; color: var(--muted); display: flex; gap: 1.5rem; }
.legend span::before { content: ""; display: inline-block; width: 1.1rem; border-top: 2px solid var(--accent); margin-right: .5rem; vertical-align: middle; }
.legend .person::before { border-top: 2px dashed var(--todo); }
.person h3 { margin: 1.5rem 0 .35rem; overflow-wrap: anywhere; }
.person h3 .muted { font-weight: 400; font-size: .875rem; margin-left: .5rem; }
.person ul { margin: 0; padding-left: 1.1rem; } .person li { padding: .15rem 0; overflow-wrap: anywhere; } .person pre { white-space: pre-wrap; }
.wide { overflow-x: auto; }
.repositories td, .repositories th { vertical-align: top; }
.repositories .status { white-space: nowrap; }
.repositories .labels { color: var(--muted); font-size: .875rem; overflow-wrap: anywhere; }
.repositories th.number, .repositories td.number { width: 4.5rem; }
.repositories td.links { text-align: right; white-space: nowrap; font-size: .875rem; padding-left: 1rem; padding-right: 0; }
@media (max-width: 44rem) { .trend text { font-size: 20px; } .trend polyline { stroke-width: 3; } .repositories .labels, .repositories td.links, .repositories .extra { display: none; } }
`;
