import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { firstRequest } from './build/first-request.ts'

/** The pages, built into `dist`; the server puts a nonce of its own into each page it sends, where NONCE stands. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [firstRequest()],
  html: { cspNonce: 'NONCE' },
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // An image or font in the address of a style would need data: in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Libraries mark their files for a server that renders React; here none does.
      onLog: (level, log, handle) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && handle(level, log),
    },
  },
})
