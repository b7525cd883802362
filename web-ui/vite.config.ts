import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The server that `npm run dev` talks to: one that `./ringmaster up` has started. */
const server = process.env.RINGMASTER_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2024',
    // The server's Content-Security-Policy forbids inline scripts, so nothing may be inlined into the page.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    strictPort: true,
    host: '127.0.0.1',
    // The server judges Host and Origin, so requests have to look as if they came to it directly.
    proxy: {
      '/graphql': {
        target: server,
        ws: true,
        changeOrigin: true,
        headers: { origin: server },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    reporters: process.env.RINGMASTER_REPORTS ? ['dot', 'junit'] : ['default'],
    outputFile: { junit: `${process.env.RINGMASTER_REPORTS}/TEST-unit.xml` },
    restoreMocks: true,
  },
});
