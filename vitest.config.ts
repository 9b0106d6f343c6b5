import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'module', 'default'] } },
  test: {
    include: ['{src,mocks,hardware,contracts,fixtures,specs,docs}/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
