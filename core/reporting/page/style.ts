/** For a phone, a screen by day and by night, and paper; nothing comes from elsewhere. */
export const STYLE = `
:root{color-scheme:light;--fg:#1b1f24;--bg:#fff;--quiet:#57606a;--line:#d0d7de;--soft:#f3f5f7;--blue:#0969da;--note:#f0f6fc;--red:#a40e26;--bad:#fff1f1;--amber:#8a5300;--green:#1a7f37;--was:#ffebe9;--is:#e6ffec;--on:#fff}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--fg:#e6edf3;--bg:#0d1117;--quiet:#9da7b3;--line:#3d444d;--soft:#1c2128;--blue:#58a6ff;--note:#121d2f;--red:#ff7b72;--bad:#2d1517;--amber:#e3b341;--green:#3fb950;--was:#3c1a1d;--is:#12331f;--on:#0d1117}}
*{box-sizing:border-box}
html{font-size:15px}body{font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;max-width:70rem;margin:0 auto;padding:1.5rem 1rem 4rem;color:var(--fg);background:var(--bg)}
a{color:var(--blue)}
h1{font-size:1.35rem;margin:0 0 .5rem;display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:2.2rem 0 .7rem;padding-bottom:.25rem;border-bottom:2px solid var(--fg)}
h3{font-size:1rem;margin:1.2rem 0 .3rem}h4{font-size:.85rem;margin:.9rem 0 .3rem;color:var(--quiet);font-weight:600}
code,pre{font:.84rem/1.45 ui-monospace,SFMono-Regular,Menlo,monospace}
p code,li code{overflow-wrap:anywhere}
.badge{font-size:.8rem;font-weight:700;padding:.15rem .6rem;border-radius:1rem;color:var(--on);background:var(--quiet)}
.badge.SUCCEEDED{background:var(--green)}.badge.PLANNED{background:var(--blue)}.badge.FAILED{background:var(--red)}
.verdict{font-size:1.15rem;font-weight:600;margin:.4rem 0 1rem;padding-left:.8rem;border-left:5px solid var(--quiet)}
.verdict.SUCCEEDED{border-color:var(--green)}.verdict.PLANNED{border-color:var(--blue)}.verdict.FAILED{border-color:var(--red)}
.way{display:flex;flex-wrap:wrap;gap:.2rem .7rem;margin:.3rem 0 .6rem;font-weight:600}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.6rem;margin-bottom:.8rem}
.cards div{border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem}
.cards b{display:block;font-size:1.35rem;line-height:1.2}.cards span,.quiet{color:var(--quiet);font-size:.87rem}p.quiet{margin:.15rem 0}
.note{border-left:4px solid var(--blue);background:var(--note);padding:.6rem .9rem;margin:.6rem 0;overflow-wrap:anywhere}
.note.bad{border-color:var(--red);background:var(--bad)}
.step,.axis{display:grid;grid-template-columns:11rem 1fr 5.5rem;gap:.7rem;align-items:center;padding:.12rem 0}
.step svg{width:100%;height:16px;background:var(--soft);border-radius:3px;display:block}.step rect{fill:var(--blue)}
.time{text-align:right;font-variant-numeric:tabular-nums;color:var(--quiet);font-size:.87rem}
.ends{display:flex;justify-content:space-between;font-size:.8rem;color:var(--quiet);border-top:1px solid var(--line)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.45rem .6rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{font-size:.82rem;color:var(--quiet);font-weight:600;white-space:nowrap}
ul,ol{margin:.3rem 0;padding-left:1.4rem}li{margin:.2rem 0;overflow-wrap:anywhere}
td code{font-size:.78rem}td code,.cost{white-space:nowrap}.claim{display:inline-block;min-width:11rem}.plain{margin:.3rem 0}.blocker{color:var(--red)}.warning{color:var(--amber)}
summary{cursor:pointer;padding:.3rem 0;overflow-wrap:anywhere}.object{border-bottom:1px solid var(--line)}
.diff>div{margin:.3rem 0}.path{color:var(--quiet);overflow-wrap:anywhere}
pre{margin:.1rem 0;padding:.25rem .6rem;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:3px;background:var(--soft)}
pre.was{background:var(--was)}.was::before{content:"− "}pre.is{background:var(--is)}.is::before{content:"+ "}
@media screen and (max-width:640px){
.step{grid-template-columns:1fr auto;gap:0 .5rem}.step svg{grid-column:1/-1;grid-row:2}.axis{grid-template-columns:0 1fr 0;gap:0}
.cards{grid-template-columns:1fr 1fr}thead{display:none}
tr{display:block;border:1px solid var(--line);border-radius:.5rem;padding:.3rem .8rem;margin:.6rem 0}
td{display:grid;grid-template-columns:4.5rem 1fr;gap:.6rem;border:0;padding:.25rem 0}
td::before{content:attr(data-label);color:var(--quiet);font-size:.82rem;padding-top:.1rem}}
@media print{
@page{margin:14mm}html{font-size:10px}body{padding:0;max-width:none}.cards{grid-template-columns:repeat(6,1fr)}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}a{color:inherit;text-decoration:none}
h2{margin-top:1.3rem}summary{list-style:none;padding:.1rem 0}h2,h3,h4,summary{break-after:avoid}.object summary{break-after:auto}tr,.step,.cards div,.diff>div{break-inside:avoid}}
`;
