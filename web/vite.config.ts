import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = process.env.SONDE_SERVER ?? 'http://127.0.0.1:8100';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    rolldownOptions: {
      // What it says of its own plugins is nothing to who starts the program.
      checks: { pluginTimings: false },
      // What the first view needs is one file: a browser asks for six at once, and on a link by satellite each round more is felt.
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: SERVER, ws: true }, '/docs': SERVER, '/metrics': SERVER } },
});
