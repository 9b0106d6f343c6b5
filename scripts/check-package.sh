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
node node_modules/.bin/moph-sandbox verify --target sandbox
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
