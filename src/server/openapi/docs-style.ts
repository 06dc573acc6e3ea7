/** Of the page that documents the API: readable by day and by night, and on a phone. */
export const DOCS_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d5d9dd, #3a3f44); --quiet: light-dark(#566, #9aa); --shade: light-dark(#f3f5f7, #1d2124); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; display: grid; grid-template-columns: 15rem minmax(0, 60rem); gap: 2rem; padding: 1rem; }
nav { position: sticky; top: 1rem; align-self: start; }
nav h1 { font-size: 1.25rem; margin: 0; }
nav ul { list-style: none; padding: 0; }
nav a { display: block; padding: .25rem 0; }
h2 { border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { margin: 2rem 0 .25rem; font-size: 1rem; }
h4 { margin: .75rem 0 .25rem; font-size: .875rem; color: var(--quiet); }
small { color: var(--quiet); font-weight: normal; }
p { margin: .25rem 0; }
code, pre { font: 14px/1.45 ui-monospace, monospace; }
pre { background: var(--shade); padding: .5rem .75rem; overflow-x: auto; margin: .25rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-top: 1px solid var(--line); font-weight: normal; }
th[scope=row] { width: 12rem; }
td pre { padding: 0; background: none; }
article:target, tr:target { outline: 2px solid; outline-offset: 4px; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; } }
`;
