#!/bin/sh
# Installs the card readers of others that npm has: compiled here, against the headers of the Node that runs the tests (those of another
# Node give a binary that fails silently). Needs a compiler, Python and libpcsclite-dev. Quick where it has been done already.
set -eu
cd "$(dirname "$0")"
root=$(cd ../.. && pwd -P)
# The Node that runs the tests. npm runs on the machine's own, which knows the machine's certificates.
node=$root/node_modules/.bin/node

cd privage
done_for="$("$node" --version) $(cksum < package-lock.json)"
if [ -f node_modules/.installed-for ] && [ "$(cat node_modules/.installed-for)" = "$done_for" ]; then exit 0; fi

# The package `node` of npm keeps the headers of its Node in a package within it; NODE_HEADERS is for where they are elsewhere.
headers=${NODE_HEADERS:-$(find "$root/node_modules/node/" -path '*/include/node/node_version.h' 2> /dev/null | head -n 1 | sed 's|/include/node/node_version.h$||')}
major=$("$node" -p 'process.versions.node.split(".")[0]')
if ! grep -q "define NODE_MAJOR_VERSION $major$" "$headers/include/node/node_version.h" 2> /dev/null; then
  echo "No headers of Node $major in node_modules/node: run npm ci in $root, or give their folder as NODE_HEADERS." >&2
  exit 1
fi
npm_config_nodedir=$headers npm ci --loglevel=error --no-audit --no-fund
echo "$done_for" > node_modules/.installed-for
