#include "services/gateway/formats/html_style.h"

namespace tertial::gateway {

// Text on its ground has a contrast of at least 4.5 in both schemes; bars and lines one of 3.
const char kHtmlStyle[] = R"css(
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f4f6f5; --ink: #1c2826; --soft: #50605c; --rule: #d5dcd9;
  --accent: #0f5c4d; --second: #6f9d92; --target: #a4490f; --gap: #e9edeb;
  --good: #0f5c4d; --warn: #8a5300; --bad: #a3201d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #141a19; --raised: #1d2524; --ink: #e6ecea; --soft: #a7b5b1; --rule: #384442;
    --accent: #6cc7b1; --second: #4d8276; --target: #f0a36b; --gap: #26302e;
    --good: #6cc7b1; --warn: #f0b45b; --bad: #ff8f88;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
.page { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible, .wide:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px;
}
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: .5rem 1rem; }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
header { padding: 3.5rem 0 1.5rem; border-bottom: 1px solid var(--rule); }
.kicker {
  margin: 0; color: var(--accent); font-size: .85rem; font-weight: 600; letter-spacing: .08em;
  text-transform: uppercase;
}
h1, h2, h3 { line-height: 1.2; text-wrap: balance; break-after: avoid; }
h1 { font-size: 2.5rem; font-weight: 650; letter-spacing: -.015em; margin: .4rem 0 .6rem; }
h2 { font-size: 1.7rem; font-weight: 650; letter-spacing: -.01em; margin: 0 0 .5rem; }
h3 { font-size: 1.15rem; font-weight: 650; margin: 2.6rem 0 .8rem; }
h3 small { display: block; font-weight: 400; font-size: .88rem; color: var(--soft); margin-top: .2rem; }
p { margin: .6rem 0; max-width: 46rem; }
.key {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1px;
  margin: 1.8rem 0 0;
}
.key div { padding: 1rem 1.1rem; box-shadow: 0 0 0 1px var(--rule); }
.key dt { font-size: .85rem; color: var(--soft); }
.key dd { margin: 0; }
.key dd.figure { font-size: 1.9rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.3; }
.key dd.note { font-size: .85rem; color: var(--soft); }
.notice { border-left: 4px solid var(--warn); background: var(--raised); padding: .8rem 1.1rem; margin: 1.5rem 0 0; }
nav { padding: 1.8rem 0; border-bottom: 1px solid var(--rule); }
nav h2 { font-size: 1rem; }
nav > ol { columns: 17rem; column-gap: 2.5rem; margin: 0; padding: 0; list-style: none; }
nav li { margin: 0 0 .3rem; font-size: .92rem; line-height: 1.4; }
nav > ol > li { font-weight: 650; padding-bottom: .5rem; }
nav ol ol { list-style: none; padding: .2rem 0 0 .9rem; font-weight: 400; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
main > section { padding: 3rem 0 1.2rem; border-bottom: 1px solid var(--rule); }
.state { color: var(--soft); font-size: .88rem; margin: 0 0 1rem; max-width: none; }
.badge {
  display: inline-block; font-weight: 650; font-size: .75rem; letter-spacing: .06em;
  border: 1.5px solid currentColor; border-radius: 99px; padding: .05rem .6rem; margin-right: .5rem;
}
.complete { color: var(--good); } .partial, .stale { color: var(--warn); } .unavailable { color: var(--bad); }
.wide { overflow-x: auto; margin: .8rem 0 1.4rem; }
table { border-collapse: collapse; width: 100%; font-size: .86rem; line-height: 1.4; }
th, td { text-align: left; vertical-align: top; padding: .42rem .9rem .42rem 0; border-bottom: 1px solid var(--rule); }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 2px solid var(--ink); font-weight: 650; vertical-align: bottom; }
tbody th { font-weight: 400; }
tbody tr:hover { background: var(--raised); }
.n { text-align: right; white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1.4rem 2rem; margin: 1rem 0 1.6rem; }
figure { margin: 0; break-inside: avoid; display: flex; flex-direction: column; }
figure.whole { grid-column: 1 / -1; max-width: 50rem; }
figcaption { font-size: .9rem; font-weight: 600; line-height: 1.35; margin-bottom: .3rem; }
figure.small figcaption { flex: 1; }
.unit { font-weight: 400; color: var(--soft); }
svg { width: 100%; height: auto; display: block; overflow: visible; }
svg text { font-size: 10px; fill: var(--soft); font-family: inherit; }
svg .value, svg .target-words {
  fill: var(--ink); font-weight: 600; paint-order: stroke; stroke: var(--ground); stroke-width: 3px;
  stroke-linejoin: round;
}
svg .label { fill: var(--ink); font-size: 11px; }
svg .grid { stroke: var(--rule); stroke-width: 1; }
svg .axis { stroke: var(--soft); stroke-width: 1; }
svg .line { fill: none; stroke: var(--accent); stroke-width: 2.2; stroke-linejoin: round; }
svg .point { fill: var(--accent); stroke: var(--ground); stroke-width: 1.5; }
svg .gap { fill: var(--gap); }
svg .why { font-style: italic; }
svg .target { stroke: var(--target); stroke-width: 1.6; stroke-dasharray: 6 4; }
svg .target-words { fill: var(--target); }
svg .path { stroke: var(--target); stroke-width: 1.6; stroke-dasharray: 2 4; }
svg .path-end { fill: var(--target); }
svg .bar0 { fill: var(--accent); } svg .bar1 { fill: var(--second); }
details { font-size: .85rem; }
summary { color: var(--accent); cursor: pointer; padding: .2rem 0; width: max-content; }
details table { margin: .2rem 0 .6rem; }
.notes { font-size: .88rem; padding-left: 1.2rem; }
.symbols { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; font-size: .9rem; }
.symbols dt { font-weight: 650; } .symbols dd { margin: 0; }
footer { padding: 2.5rem 0 4rem; }
footer h2 { font-size: 1.2rem; }
.hash { overflow-wrap: anywhere; }
footer h3 { font-size: 1rem; margin-top: 1.8rem; }
@page { size: A4; margin: 18mm 15mm 18mm; }
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --raised: #f4f6f5; --ink: #000000; --soft: #44504d; --rule: #c4cdca;
    --accent: #0f5c4d; --second: #6f9d92; --target: #a4490f; --gap: #e9edeb;
    --good: #0f5c4d; --warn: #8a5300; --bad: #a3201d;
  }
  body { font-size: 10pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .page { max-width: none; padding: 0; }
  .skip, details { display: none; }
  header { padding-top: 0; }
  .key { grid-template-columns: repeat(4, 1fr); }
  .key div { padding: 3mm; }
  .key dd.figure { font-size: 16pt; }
  h1 { font-size: 24pt; } h2 { font-size: 17pt; } h3 { font-size: 12pt; margin-top: 7mm; }
  nav { break-after: page; border: 0; }
  nav a, a { color: inherit; text-decoration: none; }
  main > section { break-before: page; padding-top: 0; border: 0; }
  main > section:first-of-type { break-before: auto; }
  .wide { overflow: visible; }
  table { font-size: 7.6pt; }
  th, td { padding: 1.1mm 2mm 1.1mm 0; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  .charts { grid-template-columns: repeat(3, 1fr); gap: 5mm 6mm; }
  figcaption { font-size: 8pt; }
}
)css";

}  // namespace tertial::gateway
