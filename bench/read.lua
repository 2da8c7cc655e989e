-- wrk script: reads of random users.
--
--   wrk ... -s read.lua http://host:port -- KEY SUFFIX USERS
--
-- SUFFIX is what follows the id in the path: "" or "/metrics/pages".

local requests, users
local random = math.random

function init(arguments)
    local key, suffix = arguments[1], arguments[2]
    users = tonumber(arguments[3])
    local tail = suffix .. " HTTP/1.1\r\nHost: laurel\r\nX-API-KEY: " .. key .. "\r\n\r\n"
    requests = {}
    for number = 1, users do
        requests[number] = string.format("GET /v1/users/user-%06d", number - 1) .. tail
    end
end

function request()
    return requests[random(users)]
end

done = require("figures")
