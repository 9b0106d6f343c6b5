-- Counts what is not 200 and prints the outcome as one line of JSON, which wrk itself cannot do.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init()
  unexpected = 0
end

function response(status)
  if status ~= 200 then
    unexpected = unexpected + 1
  end
end

function done(summary, latency)
  local bad = 0
  for _, thread in ipairs(threads) do
    bad = bad + thread:get("unexpected")
  end
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"unexpected":%d,"broken":%d,"cpuSeconds":%.3f}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), bad,
    errors.connect + errors.read + errors.write + errors.timeout, os.clock()
  ))
end
