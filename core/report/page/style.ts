/** For a phone, a screen and paper; nothing comes from elsewhere. */
export const STYLE = `
*{box-sizing:border-box}
html{font-size:15px}body{font:1rem/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;max-width:70rem;margin:0 auto;padding:1.5rem 1rem 4rem;color:#1b1f24;background:#fff}
h1{font-size:1.35rem;margin:0 0 .5rem;display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:2.2rem 0 .7rem;padding-bottom:.25rem;border-bottom:2px solid #1b1f24}
h3{font-size:1rem;margin:1.2rem 0 .3rem}h4{font-size:.85rem;margin:.9rem 0 .3rem;color:#57606a;font-weight:600}
code,pre{font:.84rem/1.45 ui-monospace,SFMono-Regular,Menlo,monospace}
.badge{font-size:.8rem;font-weight:700;padding:.15rem .6rem;border-radius:1rem;color:#fff;background:#57606a}
.SUCCEEDED{background:#1a7f37}.PLANNED{background:#0969da}.FAILED{background:#a40e26}
.way{display:flex;flex-wrap:wrap;gap:.2rem .7rem;margin:.3rem 0 1rem;font-weight:600}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.6rem;margin-bottom:.8rem}
.cards div{border:1px solid #d0d7de;border-radius:.5rem;padding:.6rem .8rem}
.cards b{display:block;font-size:1.35rem;line-height:1.2}.cards span,.quiet{color:#57606a;font-size:.87rem}
.note{border-left:4px solid #0969da;background:#f0f6fc;padding:.6rem .9rem;margin:.6rem 0;overflow-wrap:anywhere}
.note.bad{border-color:#a40e26;background:#fff1f1}
.step,.axis{display:grid;grid-template-columns:11rem 1fr 5.5rem;gap:.7rem;align-items:center;padding:.12rem 0}
.step svg{width:100%;height:16px;background:#f3f5f7;border-radius:3px;display:block}.step rect{fill:#0969da}
.time{text-align:right;font-variant-numeric:tabular-nums;color:#57606a;font-size:.87rem}
.ends{display:flex;justify-content:space-between;font-size:.8rem;color:#57606a;border-top:1px solid #d0d7de}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.45rem .6rem .45rem 0;border-bottom:1px solid #d8dee4;vertical-align:top;overflow-wrap:anywhere}
th{font-size:.82rem;color:#57606a;font-weight:600;white-space:nowrap}
ul{margin:.3rem 0;padding-left:1.2rem}li{margin:.2rem 0;overflow-wrap:anywhere}
td code{font-size:.78rem}td code,.cost{white-space:nowrap}.claim{display:inline-block;min-width:11rem}.plain{margin:.3rem 0}.blocker{color:#a40e26}.warning{color:#8a5300}
summary{cursor:pointer;padding:.3rem 0;overflow-wrap:anywhere}.object{border-bottom:1px solid #eaeef2}
.diff>div{margin:.3rem 0}.path{color:#57606a;overflow-wrap:anywhere}
pre{margin:.1rem 0;padding:.25rem .6rem;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:3px}
.was{background:#ffebe9}.was::before{content:"− "}.is{background:#e6ffec}.is::before{content:"+ "}
@media screen and (max-width:640px){
.step{grid-template-columns:1fr auto;gap:0 .5rem}.step svg{grid-column:1/-1;grid-row:2}.axis{grid-template-columns:0 1fr 0;gap:0}
.cards{grid-template-columns:1fr 1fr}thead{display:none}
tr{display:block;border:1px solid #d0d7de;border-radius:.5rem;padding:.3rem .8rem;margin:.6rem 0}
td{display:grid;grid-template-columns:4.5rem 1fr;gap:.6rem;border:0;padding:.25rem 0}
td::before{content:attr(data-label);color:#57606a;font-size:.82rem;padding-top:.1rem}}
@media print{
@page{margin:14mm}html{font-size:10.5px}body{padding:0;max-width:none}.cards{grid-template-columns:repeat(5,1fr)}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
details::details-content{content-visibility:visible;display:block;block-size:auto}
summary{list-style:none}h2,h3,h4,summary{break-after:avoid}tr,.step,.cards div,.diff>div{break-inside:avoid}}
`;
