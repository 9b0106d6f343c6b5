-- The report of report.lua over a day's mix: free slots of facilities and days in random order, and in one call of ten a booking.
-- Arguments: file with a line "facility date schedule" for each schedule, seed, first serial number, path of the read, path of the booking.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "confirm.lua")

local schedules, jsonHeaders, calls = {}, {}, 0
local reading, booking

function init(args)
  startReport()
  for facility, date, schedule in io.open(args[1]):read("*a"):gmatch("(%d+) (%S+) (%d+)") do
    table.insert(schedules, { facility, date, schedule })
  end
  math.randomseed(tonumber(args[2]))
  setSerial(tonumber(args[3]))
  reading, booking = args[4], args[5]
  for name, value in pairs(wrk.headers) do
    jsonHeaders[name] = value
  end
  jsonHeaders["Content-Type"] = "application/json"
end

function request()
  calls = calls + 1
  local facility, date, schedule = unpack(schedules[math.random(#schedules)])
  if calls % 10 > 0 then
    return wrk.format("GET", reading .. "&hospital_code=" .. facility .. "&date=" .. date)
  end
  return wrk.format("POST", booking, jsonHeaders, bookingOf(facility, schedule))
end
