#!/usr/bin/env bash
# `npm run check:package`: the package as it would be published, installed elsewhere, starts, verifies itself and can be imported.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here"
npm pack --silent --pack-destination "$work" >/dev/null
cd "$work"
printf '{"name":"try","private":true,"type":"module"}' >package.json
npm install --silent --no-audit --no-fund --no-save ./moph-sandbox-*.tgz
node node_modules/.bin/moph-sandbox --version
node node_modules/.bin/moph-sandbox card show lifetime
node node_modules/.bin/moph-sandbox verify --target sandbox >verified.txt || { cat verified.txt; exit 1; }
tail -n 1 verified.txt
# What the bundle loads only when it is used: a config file, the card's ways into PC/SC, PostgreSQL where there is one.
answers() {
  node node_modules/.bin/moph-sandbox start --json --port 0 --agent-port off "$@" >ready.json 2>problems &
  local pid=$!
  for _ in $(seq 100); do [ -s ready.json ] && break; sleep 0.1; done
  curl -sSf "$(node -p 'JSON.parse(require("fs").readFileSync("ready.json", "utf8")).url')/control/status" >/dev/null || { cat problems; return 1; }
  kill "$pid" && wait "$pid"
  echo "answers with $*"
}
printf 'seed: 7\n' >settings.yaml
answers --config settings.yaml --data state
answers --vpcd
if [ -n "${MOPH_SANDBOX_TEST_POSTGRES:-}" ]; then answers --store "$MOPH_SANDBOX_TEST_POSTGRES"; fi
node -e '
  import { startSandbox } from "moph-sandbox"
  import { createMophClient } from "moph-sandbox/client"
  import { readIdCard, personalise } from "moph-sandbox/card"
  const running = await startSandbox({ port: 0 })
  const credentials = { user: "demo", password: "Password-1", secretKey: "$moph-sandbox-test-key-cvp1", hospitalCode: "99999" }
  const moph = createMophClient({ baseUrls: running.upstreams, credentials })
  const departments = await moph.appointment.getHospitalDepartment({ hospital_code: "99999" })
  if (departments.length === 0) throw new Error("no departments")
  if (typeof readIdCard !== "function" || typeof personalise !== "function") throw new Error("no card")
  await running.close()
  console.log("the installed package works:", departments.length, "departments")
' --input-type=module
