-- The report of report.lua over one request, with a number of its own in each. Arguments: method, file of the body (or -), first number.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "report.lua")

local startReport = init
local method, head, tail, number

function init(args)
  startReport()
  method = args[1]
  number = tonumber(args[3])
  if args[2] ~= "-" then
    local body = io.open(args[2]):read("*a")
    local from, to = body:find("{n}", 1, true)
    head = from and body:sub(1, from - 1) or body
    tail = from and body:sub(to + 1)
    wrk.headers["Content-Type"] = "application/json"
  end
end

function request()
  number = number + 1
  return wrk.format(method, nil, nil, head and (tail and string.format("%s%010d%s", head, number, tail) or head))
end
