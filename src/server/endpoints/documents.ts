import { Answer, type Endpoint, endpoint } from '../endpoint.ts';
import { docsPage } from '../openapi/docs-page.ts';
import { openApiOf } from '../openapi/document.ts';

const GROUP = 'Server';

/** What the API says of itself; `all` are its endpoints, this one too. */
export const openApiEndpoint = (all: () => readonly Endpoint[], prefix: string): Endpoint => {
  let text: string | undefined;
  return endpoint({
    method: 'GET',
    path: '/openapi.json',
    group: GROUP,
    summary: 'This API as an OpenAPI 3.1 document',
    role: 'anyone',
    reply: 'application/json',
    run() {
      text ??= JSON.stringify(openApiOf(all(), prefix));
      return new Answer(text, { headers: { 'cache-control': 'no-cache' } });
    },
  });
};

/** The same for people. */
export const docsEndpoint = (all: () => readonly Endpoint[], prefix: string): Endpoint => {
  let html: string | undefined;
  return endpoint({
    method: 'GET',
    path: '/docs',
    group: GROUP,
    summary: 'This API, to be read',
    role: 'anyone',
    reply: 'text/html; charset=utf-8',
    run() {
      html ??= docsPage(openApiOf(all(), prefix), prefix);
      return new Answer(html, { headers: { 'cache-control': 'no-cache' } });
    },
  });
};
