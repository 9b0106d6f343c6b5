import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'module', 'default'] } },
  test: {
    include: ['{src,mocks,hardware,contracts,fixtures,scripts,specs,docs}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The tests of the card mostly wait for pcscd, which looks every 0.4 s.
    maxWorkers: availableParallelism() + 1,
  },
})
