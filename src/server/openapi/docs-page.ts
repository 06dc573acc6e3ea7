import { PROBLEM_CODES } from '../../model/api/problem.ts';
import type { JsonSchema } from '../../model/metadata.ts';
import { curlOf } from './curl.ts';
import { DOCS_STYLE } from './docs-style.ts';
import { DONE, type OpenApi, type Operation } from './document.ts';
import { escapeHtml, linked, marked } from './html.ts';
import { typeText } from './type-text.ts';

interface Place {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** The API as a page to be read: one file, without scripts. */
export function docsPage(api: OpenApi, prefix: string): string {
  const places = Object.entries(api.paths).flatMap(([path, own]) =>
    Object.entries(own).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = Map.groupBy(places, ({ operation }) => operation.tags[0] ?? '');
  const { info } = api;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sonde: HTTP API</title><style>${DOCS_STYLE}</style></head>
<body>
<nav aria-label="Chapters"><h1>Sonde ${escapeHtml(info.version)}</h1>
<ul>${[...groups.keys(), 'Problems', 'Shapes'].map((name) => `<li><a href="#${slug(name)}">${escapeHtml(name)}</a></li>`).join('')}</ul>
<p><a href="${prefix}/openapi.json">OpenAPI 3.1</a></p></nav>
<main>
<h2>HTTP API</h2>
${marked(info.description)}
${[...groups].map(([name, own]) => `<section><h2 id="${slug(name)}">${escapeHtml(name)}</h2>${own.map((place) => operationHtml(place, prefix, api)).join('')}</section>`).join('\n')}
<section><h2 id="problems">Problems</h2>${problemsHtml()}</section>
<section><h2 id="shapes">Shapes</h2>${Object.entries(api.components.schemas).map(shapeHtml).join('')}</section>
</main>
</body></html>
`;
}

const slug = (name: string): string => name.toLowerCase().replaceAll(/\W+/g, '-');

function operationHtml({ path, method, operation }: Place, prefix: string, api: OpenApi): string {
  const { summary, description, parameters, requestBody, responses, 'x-role': role } = operation;
  const body = requestBody?.content['application/json']?.schema;
  return `<article id="${operation.operationId}">
<h3><code><b>${method.toUpperCase()}</b> ${escapeHtml(path)}</code> <small>${role}</small></h3>
<p>${escapeHtml(summary)}.</p>
${marked(description)}
${parameters.length > 0 ? `<table><tbody>${parameters.map(parameterHtml).join('')}</tbody></table>` : ''}
${body ? `<h4>Body</h4><pre>${linked(typeText(body))}</pre>` : ''}
<h4>Answers</h4>${repliesHtml(responses)}${refusalsHtml(responses)}
<pre class="example">${escapeHtml(curlOf(method, `${prefix}${path}`, operation, api))}</pre>
</article>`;
}

const parameterHtml = ({ name, required, description, schema }: Operation['parameters'][number]): string =>
  `<tr><th scope="row"><code>${escapeHtml(name)}</code>${required ? '' : ' <small>may be left out</small>'}</th><td><code>${linked(typeText(schema))}</code></td><td>${marked(description)}</td></tr>`;

/** What it answers when nothing is wrong. */
function repliesHtml(responses: Operation['responses']): string {
  const replies = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const rows = replies.map(([status, { description, content }]) => {
    const [type, reply] = Object.entries(content ?? {})[0] ?? [];
    const shape = type === 'application/json' ? linked(typeText(reply?.schema)) : escapeHtml(type ?? '');
    return `<tr><th scope="row">${status}</th><td>${description === DONE ? '' : marked(description)}<pre>${shape}</pre></td></tr>`;
  });
  return `<table><tbody>${rows.join('')}</tbody></table>`;
}

/** The problems that it may answer with. */
function refusalsHtml(responses: Operation['responses']): string {
  const codes = Object.values(responses).flatMap(({ 'x-codes': own = [] }) => own);
  return `<p><small>Problems: ${codes.map((code) => `<a href="#problem-${code}">${code}</a>`).join(', ')}</small></p>`;
}

const problemsHtml = (): string =>
  `<table><tbody>${Object.entries(PROBLEM_CODES)
    .map(
      ([code, { status, title }]) =>
        `<tr id="problem-${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${marked(title)}</td></tr>`,
    )
    .join('')}</tbody></table>`;

const shapeHtml = ([name, schema]: [string, JsonSchema]): string =>
  `<article id="shape-${name}"><h3>${escapeHtml(name)}</h3><pre>${linked(typeText(schema))}</pre></article>`;
