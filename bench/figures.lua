-- What the wrk scripts of this folder print at their end: one line of JSON, for `bench/run` to read.

return function(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        'figures {"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "refused": %d, "broken": %d}\n',
        summary.requests,
        summary.duration / 1e6,
        latency:percentile(50) / 1e3,
        latency:percentile(99) / 1e3,
        errors.status,
        errors.connect + errors.read + errors.write + errors.timeout
    ))
end
