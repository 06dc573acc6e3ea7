import { request } from 'node:http';

/** Asks a running Sonde over its socket; rejects where it does not answer with JSON. */
export function askSonde(socketPath: string, method: 'GET' | 'POST', path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, method, path: `/api/v1${path}` }, async (response) => {
      let text = '';
      for await (const piece of response.setEncoding('utf8')) text += piece;
      if ((response.statusCode ?? 500) >= 300) reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
      else resolve(text === '' ? undefined : JSON.parse(text));
    });
    asked.on('error', reject);
    asked.end();
  });
}
