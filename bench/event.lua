-- wrk script: single events of random users, each with an idempotency key that nobody used before.
--
--   wrk ... -s event.lua http://host:port -- KEY METRIC USERS ROUND
--
-- The load generator shares the processors with the server, so a request is three joins of strings
-- made beforehand.

local head, ends, users
local count = 0
local random = math.random

function init(arguments)
    local key, metric, round = arguments[1], arguments[2], arguments[4]
    users = tonumber(arguments[3])
    local seed = 0
    for index = 1, #round do
        seed = seed * 31 + string.byte(round, index)
    end
    math.randomseed(seed * 7919)

    -- Ids are of one width, so that every body is of one length.
    local body = '{"user":{"id":"user-%06d"},"value":1}'
    local length = #string.format(body, 0)
    head = "POST /v1/metrics/" .. metric .. "/event HTTP/1.1\r\nHost: laurel\r\nX-API-KEY: " .. key
        .. "\r\nContent-Type: application/json\r\nContent-Length: " .. length
        .. "\r\nIdempotency-Key: bench-" .. round .. "-"
    ends = {}
    for number = 1, users do
        ends[number] = "\r\n\r\n" .. string.format(body, number - 1)
    end
end

function request()
    count = count + 1
    return head .. count .. ends[random(users)]
end

done = require("figures")
