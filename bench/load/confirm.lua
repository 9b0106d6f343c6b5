-- The report of report.lua over bookings, each for another citizen id. Arguments: schedule id, first serial number.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "report.lua")

startReport = init
local serial, schedule = 0, nil

-- A citizen id of registration office 9999, which does not exist, with its check digit.
local function citizenId(number)
  local twelve = string.format("%d9999%07d", 1 + math.floor(number / 10000000) % 8, number % 10000000)
  local sum = 0
  for position = 1, 12 do
    sum = sum + (twelve:byte(position) - 48) * (14 - position)
  end
  return twelve .. (11 - sum % 11) % 10
end

function setSerial(first)
  serial = first
end

-- The next booking, for somebody whom none before it was for.
function bookingOf(facility, schedule)
  serial = serial + 1
  return '{"hospital":{"hospital_code":"00000","hospital_name":"รพ. ทดสอบระบบ","system_identifier":"HIS ABC v1.0"},"person":{"cid":"'
    .. citizenId(serial)
    .. '","prefix":"นาย","first_name":"ทดสอบ","last_name":"ระบบ","gender":1,"birth_date":"2000-01-01","mobile_phone":"0800009999"},'
    .. '"appointment":{"hospital_code":"' .. facility .. '","schedule_id":' .. schedule .. ',"comment":"ทดสอบ"}}'
end

function init(args)
  startReport()
  schedule = args[1]
  setSerial(tonumber(args[2]))
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  return wrk.format("POST", nil, nil, bookingOf("99999", schedule))
end
