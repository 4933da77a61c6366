import { customProperties, DARK, LIGHT } from './palette';

/** The style sheet of a report: no fonts, no pictures, nothing from other places. */
export const STYLE = `
:root{color-scheme:light dark;${customProperties(LIGHT)};--names:13rem}
@media (prefers-color-scheme:dark){:root{${customProperties(DARK)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:4rem}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{max-width:70rem;margin:0 auto;padding:0 2rem}
header{padding-top:3rem}
a{color:var(--link);text-underline-offset:.15em}
:target>.top .who{text-decoration:underline}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
h1,h2,h3,h4,p,dl,dd,ul,figure,pre{margin:0}
h1{font-size:clamp(1.6rem,1.15rem + 1.9vw,2.4rem);line-height:1.18;letter-spacing:-.022em;font-weight:660;text-wrap:balance;max-width:46rem}
h2{font-size:1.3rem;letter-spacing:-.01em;line-height:1.3;margin:3.5rem 0 .35rem}
h3{font-size:1.06rem;line-height:1.35;margin:0}
h4{font-size:.95rem;margin:0}
.kicker{color:var(--soft);font-size:.9rem;margin-bottom:1.1rem}
.kicker b{color:var(--ink);font-weight:600}
.detail{font-size:1.08rem;color:var(--soft);max-width:46rem;margin-top:.9rem}
.intro{color:var(--soft);max-width:46rem}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.soft{color:var(--soft)}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1px;margin-top:2rem;background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden}
.numbers div{background:var(--raised);padding:1rem 1.15rem 1.05rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.numbers dd{font-size:1.75rem;font-weight:640;line-height:1.15;letter-spacing:-.02em}
.numbers dd small{font-size:1rem;font-weight:500;color:var(--soft);letter-spacing:0}
.numbers dt{color:var(--soft);font-size:.86rem;margin-top:.2rem}
.numbers div{position:relative}
.numbers a{color:inherit}
.numbers a::after{content:"";position:absolute;inset:0}
.numbers div:has(a):hover{background:color-mix(in srgb,var(--calmTint) 45%,var(--raised))}
.filter{display:flex;gap:.5rem;align-items:center;margin-top:.9rem}
.filter input{width:1.1rem;height:1.1rem;margin:0;accent-color:var(--link)}
.scroll.tall{max-height:90vh;overflow:auto}
.scroll{overflow-x:auto;margin-top:1.1rem;border:1px solid var(--line);border-radius:12px;background:var(--raised)}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.94rem}
th,td{text-align:left;font-weight:400;padding:.42rem .6rem;border-top:1px solid var(--line);vertical-align:middle}
thead th{border-top:0;font-size:.83rem;font-weight:600;color:var(--soft);vertical-align:bottom;padding-top:.8rem;padding-bottom:.5rem;line-height:1.25}
tbody th{position:sticky;left:0;z-index:1;background:var(--raised);padding-left:1.1rem;line-height:1.35}
thead th:first-child{padding-left:1.1rem;position:sticky;left:0;z-index:1;background:var(--raised)}
tbody th a{color:inherit;text-decoration:none}
tbody th a:hover{text-decoration:underline}
.matrix thead th{position:sticky;top:0;z-index:2;background:var(--raised)}
.matrix thead th:first-child{z-index:3}
@media (min-width:64rem){.scroll.fits{overflow:visible}.fits thead th:first-child{border-radius:12px 0 0}.fits tbody tr:last-child th{border-radius:0 0 0 12px}.fits thead th:last-child{border-radius:0 12px 0 0}}
.matrix td{width:18%;padding-left:.25rem;padding-right:.25rem}
.matrix td:last-child{padding-right:.7rem}
.matrix thead th+th{padding-left:.25rem;text-align:center}
.matrix tr:hover>*{background:color-mix(in srgb,var(--calmTint) 45%,var(--raised))}
.chip{display:inline-block;border-radius:7px;padding:.1rem .6rem;font-size:.88rem;font-weight:550;line-height:1.5;text-align:center;white-space:nowrap;text-decoration:none}
.matrix .chip{display:block;padding:.2rem .3rem}
a.chip:hover{box-shadow:inset 0 0 0 1.5px currentColor}
.chip.good{background:var(--goodTint)}
.chip.warn{background:var(--warnTint);font-weight:700}
.chip.bad{background:var(--badTint);font-weight:700}
.chip.calm{background:var(--calmTint);color:var(--soft)}
.chip.none{color:var(--soft)}
.many tbody th{min-width:17rem}
.matrix.many td{width:auto;min-width:3.6rem}
.many thead th+th{writing-mode:vertical-rl;transform:rotate(180deg);max-height:11rem;text-align:left;padding:.4rem .2rem}
.legend{display:flex;flex-wrap:wrap;gap:.45rem 1.6rem;list-style:none;padding:0;margin:.9rem 0 0;font-size:.87rem;color:var(--soft)}
.legend li{display:flex;gap:.55rem;align-items:baseline}
.finding{border-left:4px solid;border-radius:4px 10px 10px 4px;background:var(--raised);padding:.85rem 1.1rem;margin-top:.9rem;box-shadow:0 0 0 1px var(--line)}
.finding.bad{border-left-color:var(--bad)}.finding.warn{border-left-color:var(--warn)}
.finding{color:var(--ink)}
.finding p{max-width:48rem;margin-top:.5rem}
.finding .plain{margin-top:.3rem;max-width:52rem}
.tag{font-size:.76rem;font-weight:700;letter-spacing:.06em;text-transform:uppercase;margin-right:.6rem}
.fault{margin-top:1.6rem}
.expected{color:var(--soft);font-size:.9rem;margin:.1rem 0 .5rem}
.cells{border:1px solid var(--line);border-radius:10px;background:var(--raised);overflow:hidden}
.cell+.cell{border-top:1px solid var(--line)}
.cell .top{display:grid;grid-template-columns:1.2rem minmax(7rem,13rem) 7rem 1fr;gap:.2rem .8rem;align-items:center;padding:.55rem 1rem}
summary{cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
div.top::before{content:""}
summary::before{content:"";width:.45rem;height:.45rem;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(-45deg);margin-left:.15rem;transition:transform .12s}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:color-mix(in srgb,var(--calmTint) 45%,var(--raised))}
.top .who{font-weight:600;overflow-wrap:anywhere;line-height:1.3}
.top .how{color:var(--soft);font-size:.9rem;overflow-wrap:anywhere;line-height:1.4}
.body{padding:.3rem 1.1rem 1.3rem}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;font-size:.92rem;margin-top:.5rem}
.facts dt{color:var(--soft)}
.facts dd{overflow-wrap:anywhere}
.timeline{margin-top:1.3rem}
figcaption{font-size:.86rem;color:var(--soft);margin-bottom:.5rem}
.plot{position:relative;font-size:.8rem;padding-bottom:.1rem}
.lane{display:grid;grid-template-columns:var(--names) 1fr;gap:.8rem;align-items:center;position:relative}
.lane .name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--soft);text-align:right;line-height:1.7}
.lane small{font-size:.72rem}
.lane>svg{display:block;width:100%;height:1.5rem;overflow:visible;background:linear-gradient(var(--line),var(--line)) center/100% 1px no-repeat}
.over{position:absolute;inset:0 0 1.35rem;pointer-events:none}
.zoned .over{bottom:2.7rem}
.over>div{position:absolute;inset:0 0 0 calc(var(--names) + .8rem);border-left:1px solid var(--line);border-bottom:1px solid var(--line)}
.over i{position:absolute;top:0;bottom:0}
.over .grid{width:1px;background:var(--line);opacity:.7}
.wait{border:solid;border-width:0 1.5px}
.limit{border-left:1.5px dashed var(--warn)}
.wait.good{background:var(--goodTint)}.wait.warn{background:var(--warnTint)}.wait.bad{background:var(--badTint);border-right-width:0}
.axis>div,.flag>div{position:relative;height:1.35rem}
.axis>div{height:1.35rem}
.axis div span,.flag div span{position:absolute;white-space:nowrap}
.axis div span{transform:translateX(-50%);color:var(--soft);top:.15rem}
.axis div span.start{transform:none}
.axis div span.end{transform:translateX(-100%)}
.flag div span{left:var(--at);padding:0 .4rem;font-weight:600;line-height:1.35rem}
.flag div span.end{transform:translateX(-100%)}
path{fill:none;vector-effect:non-scaling-stroke;stroke:var(--ink);stroke-linecap:butt}
.bar{stroke-width:9}
.runs .bar{stroke-linecap:round}
.alarm .bar{stroke-width:12}
.line{stroke-width:1.5}
.dot{stroke-width:8;stroke-linecap:round}
.messages .dot{stroke-width:12}
.points .bar{stroke-width:4;stroke-opacity:.55}
path.good{stroke:var(--good)}path.bad{stroke:var(--bad)}path.open{stroke:var(--warn)}path.dim{stroke:var(--soft)}
path.due{stroke:var(--ink)}path.missed{stroke:var(--bad);stroke-width:4;stroke-dasharray:4 2.5}
.alarm .bar.good{stroke-width:2}
.alarm .bar.dim{stroke-width:5;stroke-dasharray:3 3}
.ticks .line{stroke:var(--soft);stroke-width:1;fill:var(--soft);fill-opacity:.28;stroke-opacity:.55}
.ticks .bar{stroke-width:9;stroke:var(--soft);stroke-opacity:.38}
.note{font-size:.86rem;color:var(--soft);margin-top:.4rem}
.key{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;list-style:none;padding:0;margin:.8rem 0 0;font-size:.86rem;color:var(--soft)}
.tint,.dashed{display:inline-block;height:.9rem;margin-right:.4rem;vertical-align:-.1rem}
.tint{width:1.6rem;background:var(--calmTint);border:solid var(--soft);border-width:0 1.5px}
.dashed{border-left:1.5px dashed var(--warn)}
.key svg{width:1.6rem;height:1rem;vertical-align:-.2rem;margin-right:.4rem;overflow:visible}
.mail{border:1px solid var(--line);border-radius:10px;margin-top:.8rem;overflow:hidden;background:var(--ground)}
.mail dl{display:grid;grid-template-columns:max-content 1fr;gap:.05rem .9rem;padding:.65rem 1rem;font-size:.86rem;border-bottom:1px solid var(--line);background:var(--raised)}
.mail dt{color:var(--soft)}
.mail dd{overflow-wrap:anywhere}
.mail pre{white-space:pre-wrap;overflow-wrap:anywhere;font:.86rem/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;padding:.8rem 1rem}
.mails{margin-top:1.4rem}
.tools{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.9rem}
button{font:inherit;font-size:.88rem;color:var(--ink);background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:.3rem .8rem;cursor:pointer}
button:hover{border-color:var(--soft)}
body:has(#only-problems:checked) .fine:not(:target){display:none}
.plain{font-size:.92rem;color:var(--soft);padding-left:1.2rem;margin-top:.6rem}
.plain li{overflow-wrap:anywhere;margin-top:.15rem}
.plain b{color:var(--ink);font-weight:550}
footer{color:var(--soft);font-size:.86rem;padding-top:3.5rem;padding-bottom:3rem}
@media (max-width:40rem){
:root{--names:0rem}
main,header,footer{padding-left:1rem;padding-right:1rem}
header{padding-top:1.6rem}
h2{margin-top:2.6rem}
.numbers{grid-template-columns:1fr 1fr}
.numbers dd{font-size:1.45rem}
.numbers div:last-child:nth-child(odd){grid-column:1/-1}
table{font-size:.86rem}
th,td{padding:.4rem .3rem}
tbody th,thead th:first-child,.many tbody th{padding-left:.7rem;min-width:6.7rem;max-width:10rem}
.matrix td{width:auto;min-width:3.9rem;padding-left:.1rem;padding-right:.15rem}
.matrix .chip{font-size:.78rem;padding:.2rem .1rem}
.matrix .chip.bad{font-size:.64rem;line-height:1.83}
.matrix thead th{font-size:.74rem}
.cell .top{grid-template-columns:1rem 1fr max-content;padding:.55rem .7rem}
.top .how{grid-column:2/-1}
.body{padding:.2rem .8rem 1rem}
.facts{grid-template-columns:1fr;gap:0}
.facts dd{margin-bottom:.35rem}
.lane{display:block}
.lane .name{display:block;text-align:left;line-height:1.3;margin-top:.15rem}
.axis .name,.flag .name,.days{display:none}
.over>div{left:0}
.axis.local{display:none}
.zoned .over{bottom:1.35rem}
.axis div span:nth-child(even){display:none}
.flag div span,.flag div span.end{left:min(var(--at),calc(100% - 14.2rem));transform:none}
.mail dl{grid-template-columns:max-content 1fr}
}
@media print{.tools,.filter{display:none}.matrix thead th{position:static}.scroll.tall{max-height:none}.cell{break-inside:avoid}.scroll{overflow:visible}}
`;
