#!/usr/bin/env bash
# Node.js 24.21.0: `import { createServer } from 'node:http'` in an ES module loads all of undici (fetch, WebSocket, its llhttp in
# WebAssembly), which a server never asked for; `require('node:http')` and `process.getBuiltinModule('node:http')` do not.
# The facade of a builtin module reads every export once, and those named WebSocket, CloseEvent and MessageEvent of node:http load undici
# when they are read. It makes a minimal HTTP server's start several times as expensive: half to all of what the rest of Node's start costs.
# Not a security matter, and no wrong answer: a cost that nothing in the documentation of node:http mentions.
set -euo pipefail
version=24.21.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf '{"private":true}' >package.json
npm install --silent --no-audit --no-fund "node@$version"
node=node_modules/node/bin/node
[ "$("$node" --version)" = "v$version" ]

loaded="process.moduleLoadList.includes('NativeModule internal/deps/undici/undici')"
cat >imported.mjs <<JS
import { createServer } from 'node:http'
console.log(typeof createServer, $loaded)
JS
cat >required.cjs <<JS
const { createServer } = require('node:http')
console.log(typeof createServer, $loaded)
JS
cat >asked.mjs <<JS
const { createServer } = process.getBuiltinModule('node:http')
console.log(typeof createServer, $loaded)
JS

imported=$("$node" imported.mjs) required=$("$node" required.cjs) asked=$("$node" asked.mjs)
echo "Node $version, is undici loaded after node:http? import: $imported; require: $required; getBuiltinModule: $asked"
[ "$imported" = 'function true' ] && [ "$required" = 'function false' ] && [ "$asked" = 'function false' ]
